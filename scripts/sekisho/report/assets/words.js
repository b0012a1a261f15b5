"use strict";
// The words of the page in both languages, and what the reader chose: language and light or dark.
// A browser that keeps nothing for a file (or forbids it) simply forgets the choice.
const WORDS = JSON.parse(document.querySelector("script#words").textContent);
const LANGUAGES = ["en", "ja"];
const page = document.documentElement;

function kept(name, value) {
  try {
    if (value !== undefined) localStorage.setItem("sekisho-report-" + name, value);
    return localStorage.getItem("sekisho-report-" + name);
  } catch {
    return null;
  }
}

function word(key, values) {
  const pair = WORDS[key];
  const text = pair ? pair[LANGUAGES.indexOf(page.lang)] : key;
  return text.replace(/\{(\w+)\}/g, (all, name) => (values && name in values ? values[name] : all));
}

function translate(root) {
  for (const item of root.querySelectorAll("[data-w]")) {
    item.textContent = word(item.dataset.w, item.dataset.v && JSON.parse(item.dataset.v)) + (item.dataset.s || "");
  }
  for (const item of root.querySelectorAll("[data-en]")) item.textContent = item.dataset[page.lang];
  for (const item of root.querySelectorAll("[data-l]")) {
    item.setAttribute("aria-label", word(item.dataset.l, item.dataset.v && JSON.parse(item.dataset.v)));
  }
  for (const item of root.querySelectorAll("[data-p]")) item.placeholder = word(item.dataset.p);
}

function speak(language) {
  if (!LANGUAGES.includes(language) || language === page.lang) return;
  page.lang = language;
  translate(document);
  document.dispatchEvent(new Event("spoken"));
}

function paint(theme) {
  if (theme === "light" || theme === "dark") page.dataset.theme = theme;
}

function dark() {
  return page.dataset.theme ? page.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

const languageToggle = document.getElementById("language-toggle");
const themeToggle = document.getElementById("theme-toggle");
languageToggle.hidden = themeToggle.hidden = false;
languageToggle.addEventListener("click", () => {
  speak(page.lang === "en" ? "ja" : "en");
  kept("language", page.lang);
});
themeToggle.addEventListener("click", () => {
  paint(dark() ? "light" : "dark");
  kept("theme", page.dataset.theme);
});
paint(kept("theme"));
speak(kept("language"));
