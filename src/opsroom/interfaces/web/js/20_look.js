// Theme and row height, kept in cookies so that the server draws the first frame right; stores nothing else.
const root = document.documentElement;

function isDark() {
  const chosen = root.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function setTheme(theme) {
  root.dataset.theme = theme;
  remember("theme", theme);
  $$("[data-theme-toggle]").forEach((button) => {
    button.setAttribute("aria-label", theme === "dark" ? "Switch to light" : "Switch to dark");
  });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-toggle]")) setTheme(isDark() ? "light" : "dark");
  if (event.target.closest("[data-print]")) print();
  const density = event.target.closest("[data-set-density]");
  if (density) {
    root.dataset.density = density.dataset.setDensity;
    remember("density", density.dataset.setDensity);
  }
});
