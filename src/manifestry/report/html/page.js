"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const root = document.documentElement;
  const theme = byId("theme");
  const darkness = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (darkness.matches ? "dark" : "light")) === "dark";
  const label = () => {
    theme.textContent = isDark() ? "Light" : "Dark";
    theme.setAttribute("aria-label", isDark() ? "Use light colours" : "Use dark colours");
  };
  theme.hidden = false;
  label();
  darkness.addEventListener("change", label);
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    label();
  });

  const form = byId("filter");
  if (!form) return;
  form.hidden = false;
  const words = byId("words");
  const rule = byId("rule");
  const file = byId("file");
  const groups = [...document.querySelectorAll("details.rule")].map((group) => ({
    group,
    wasOpen: group.open,
    number: group.querySelector("summary .number"),
    name: group.querySelector("summary").textContent.toLowerCase(),
    rows: [...group.querySelectorAll("li")].map((row) => [row, row.textContent.toLowerCase()]),
  }));
  const total = groups.reduce((sum, each) => sum + each.rows.length, 0);

  const filter = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = new Set(
      [...form.querySelectorAll("[name=severity]:checked")].map((box) => box.value),
    );
    let shown = 0;
    for (const { group, name, rows, number, wasOpen } of groups) {
      const fits =
        severities.has(group.dataset.severity) && (!rule.value || rule.value === group.dataset.rule);
      let here = 0;
      for (const [row, text] of rows) {
        const seen =
          fits &&
          (!file || !file.value || file.value === row.dataset.file) &&
          wanted.every((word) => text.includes(word) || name.includes(word));
        row.hidden = !seen;
        here += seen;
      }
      group.hidden = here === 0;
      group.open = wanted.length > 0 || rule.value ? here > 0 : wasOpen;
      number.textContent = here.toLocaleString("en");
      shown += here;
    }
    byId("nothing").hidden = shown > 0;
    byId("shown").textContent =
      `${shown.toLocaleString("en")} of ${total.toLocaleString("en")} shown`;
  };
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(filter, 120);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("reset", soon);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
