"""Addresses of Improve: the list of rules, one rule with its acts, the builder."""

from django.urls import path

from opsroom.interfaces.web.improve import builder, rule, rules

urlpatterns = [
    path("improve", rules.rule_list, name="improve"),
    path("improve/export", rules.rules_export, name="rules-export"),
    path("improve/rules/new", builder.new, name="rule-new"),
    path("improve/rules/<int:rule_id>", rule.rule_page, name="rule"),
    path("improve/rules/<int:rule_id>/edit", builder.edit, name="rule-edit"),
    path("improve/rules/<int:rule_id>/act", rule.act, name="rule-act"),
]
