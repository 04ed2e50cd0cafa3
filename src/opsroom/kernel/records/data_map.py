"""What each field of the tables of events, claims, jobs and settings holds (P1); a missing field fails the tests."""

from opsroom.kernel.values.field_kinds import table

TABLES = {
    "procrastinate_workers": table(
        internal="id last_heartbeat",
    ),
    "procrastinate_jobs": table(
        internal=(
            "id queue_name task_name priority lock args status scheduled_at attempts queueing_lock "
            "abort_requested worker_id"
        ),
    ),
    "procrastinate_events": table(
        internal="id job_id type at",
    ),
    "procrastinate_periodic_defers": table(
        internal="id task_name defer_timestamp job_id periodic_id",
    ),
    "records_event": table(
        internal=(
            "id kind subject_kind subject_id from_state to_state at actor_id actor_name way reason "
            "data company_id"
        ),
    ),
    "records_claim": table(
        internal="id key request_hash state answer attempt claimed_at settled_at",
    ),
    "records_job": table(
        internal=(
            "id kind title state done total note result error_count fence actor_id actor_name way "
            "company_id created_at heartbeat_at ended_at"
        ),
    ),
    "records_job_error": table(
        internal="id job_id row_number field",
        personal="found sentence",
        ends="Emptied when the job runs again.",
    ),
    "records_setting": table(
        internal="id company_id domain key value changed_at",
    ),
    "records_counter": table(
        internal="id series last_number",
    ),
}
