// What every script here builds on: finding elements, cookies, posting with the form token; knows no page.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const words = (text) => (text || "").split(/\s+/).filter(Boolean);
const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}");
const remember = (name, value) => {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
};
const recall = (name) => (document.cookie.match(`(?:^|; )${name}=([^;]*)`) || [])[1];

// Fetches as htmx does, so that the server answers with a fragment; refuses to follow to a sign-in page.
async function ask(url, options = {}) {
  const answer = await fetch(url, {
    ...options,
    headers: { "HX-Request": "true", ...token(), ...(options.headers || {}) },
  });
  if (answer.redirected) {
    location.assign(answer.url);
    throw new Error("moved");
  }
  return answer;
}

// True while a person types, so that single keys stay letters.
const typing = (target) =>
  target.isContentEditable ||
  (target.matches?.("input, textarea, select") && !target.matches("[type=checkbox], [type=radio], [type=button]"));

// One timer for a name: the last call wins.
const timers = {};
function later(name, milliseconds, act) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(act, milliseconds);
}
