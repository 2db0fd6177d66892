/* What every page needs of script; all of it also works without. Chromium 86: no .at(), no :has, no structuredClone. */
(function () {
  "use strict";
  var body = document.body;

  // The menu is a drawer on a phone.
  var burger = document.querySelector("[data-drawer]"), side = document.getElementById("menu");
  function drawer(open) {
    body.classList.toggle("drawer-open", open);
    burger.setAttribute("aria-expanded", open ? "true" : "false");
    var first = open ? side.querySelector("a") : burger;
    if (first) first.focus();
  }
  if (burger && side) {
    burger.addEventListener("click", function () { drawer(!body.classList.contains("drawer-open")); });
    document.querySelector("[data-veil]").addEventListener("click", function () { drawer(false); });
    side.addEventListener("keydown", function (e) {
      if (!body.classList.contains("drawer-open") || e.key !== "Tab") return;
      var links = side.querySelectorAll("a"), edge = e.shiftKey ? links[0] : links[links.length - 1];
      if (document.activeElement === edge) { e.preventDefault(); burger.focus(); }
    });
    document.addEventListener("keydown", function (e) {
      if (e.key === "Escape" && body.classList.contains("drawer-open")) drawer(false);
    });
  }

  document.addEventListener("click", function (e) {
    if (e.target.closest("[data-print]")) window.print();
  });

  // After a refused form the summary of what is wrong is read first; its links lead into the fields.
  var summary = document.querySelector("[data-focus]");
  if (summary) {
    summary.focus();
    if (summary.classList.contains("errsum")) document.title = (summary.dataset.word || "") + document.title;
  }
  document.addEventListener("click", function (e) {
    var link = e.target.closest(".errsum a[href^='#']"), field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    e.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  });

  // Unsaved changes: ask before leaving.
  var guarded = document.querySelector("form[data-guard]");
  if (guarded) {
    var dirty = guarded.hasAttribute("data-dirty");
    guarded.addEventListener("input", function () { dirty = true; });
    guarded.addEventListener("submit", function () { dirty = false; });
    window.addEventListener("beforeunload", function (e) { if (dirty) { e.preventDefault(); e.returnValue = ""; } });
  }

  // A form is sent once.
  document.addEventListener("submit", function (e) {
    var form = e.target;
    if (form.method !== "post" || e.defaultPrevented) return;
    if (form.dataset.sent) { e.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(function () { delete form.dataset.sent; }, 8000);
  });

  // Suggestions for a field that names a record.
  var asked = null;
  document.addEventListener("input", function (e) {
    var el = e.target, url = el.dataset && el.dataset.suggest;
    if (!url) return;
    clearTimeout(asked);
    asked = setTimeout(function () {
      var list = document.getElementById(el.getAttribute("list")), typed = el.value.trim();
      if (!list || !typed) return;
      fetch(url + "?q=" + encodeURIComponent(typed), { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" })
        .then(function (r) { return r.ok ? r.text() : ""; })
        .then(function (html) { if (el.value.trim() === typed) list.innerHTML = html; }, function () {});
    }, 250);
  });

  // Ticked rows.
  function picked(bar) {
    var boxes = document.querySelectorAll("input[name=pick]"), on = 0;
    boxes.forEach(function (box) { if (box.checked) on++; box.closest("tr").classList.toggle("picked", box.checked); });
    bar.classList.toggle("some", on > 0);
    var say = bar.querySelector("[data-picked]");
    if (say) say.textContent = say.dataset.picked.replace("%d", on);
  }
  document.addEventListener("change", function (e) {
    var bar = document.querySelector("[data-bulkbar]");
    if (e.target.matches("[data-pick-all]")) document.querySelectorAll("input[name=pick]").forEach(function (box) { box.checked = e.target.checked; });
    if (bar && e.target.matches("[data-pick-all],input[name=pick]")) picked(bar);
  });

  window.addEventListener("pageshow", function () { // a browser that goes back restores ticks without telling
    var bar = document.querySelector("[data-bulkbar]");
    if (bar) picked(bar);
  });

  // Files may be dropped on the whole field.
  document.querySelectorAll("[data-drop]").forEach(function (zone) {
    var input = zone.querySelector("input[type=file]");
    ["dragover", "dragenter"].forEach(function (name) { zone.addEventListener(name, function (e) { e.preventDefault(); zone.classList.add("over"); }); });
    ["dragleave", "drop"].forEach(function (name) { zone.addEventListener(name, function (e) { e.preventDefault(); zone.classList.remove("over"); }); });
    zone.addEventListener("drop", function (e) { if (e.dataTransfer.files.length) input.files = e.dataTransfer.files; });
  });

  // htmx: a list that fits no filter answers 400 with words; show them. A failed request says so.
  document.addEventListener("htmx:beforeSwap", function (e) {
    if (e.detail.xhr.status === 400) { e.detail.shouldSwap = true; e.detail.isError = false; }
  });
})();
