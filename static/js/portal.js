/* What every page needs of script; all of it also works without. Chromium 86: no .at(), no :has, no structuredClone. */
(function () {
  "use strict";
  var body = document.body;

  // The menu is a drawer on a phone.
  var burger = document.querySelector("[data-drawer]"), side = document.getElementById("menu"), focusing;
  function drawer(open) {
    body.classList.toggle("drawer-open", open);
    burger.setAttribute("aria-expanded", open ? "true" : "false");
    var first = open ? side.querySelector("a") : burger; // not the box: it would call up the phone's keyboard
    clearTimeout(focusing);
    focusing = setTimeout(function () { first.focus(); }, open ? 60 : 0); // what is still hidden takes no focus
  }
  if (burger && side) {
    burger.addEventListener("click", function () { drawer(!body.classList.contains("drawer-open")); });
    document.querySelector("[data-veil]").addEventListener("click", function () { drawer(false); });
    side.addEventListener("keydown", function (e) {
      if (!body.classList.contains("drawer-open") || e.key !== "Tab") return;
      var links = [].filter.call(side.querySelectorAll("a,summary,input"), function (el) { return el.offsetParent; }), edge = e.shiftKey ? links[0] : links[links.length - 1];
      if (document.activeElement === edge) { e.preventDefault(); burger.focus(); }
    });
    document.addEventListener("keydown", function (e) {
      if (e.key === "Escape" && body.classList.contains("drawer-open")) drawer(false);
    });
  }

  // The menu: groups stay as they were left; a box finds a register by a part of its name.
  var groups = [].slice.call(document.querySelectorAll("[data-group]")), finding = document.querySelector("[data-find-register]");
  function remember() {
    var open = groups.filter(function (one) { return one.open; }).map(function (one) { return one.dataset.group; });
    document.cookie = "menu=" + encodeURIComponent(open.join(".") || "-") + ";path=/;max-age=31536000;samesite=lax";
  }
  groups.forEach(function (one) {
    one.querySelector("summary").addEventListener("click", function () { setTimeout(remember, 0); });
  });
  if (finding) {
    var box = finding.querySelector("input"), none = document.querySelector("[data-no-register]"), were = null;
    var entries = [].slice.call(document.querySelectorAll("#menu li"));
    var narrow = function () {
      var typed = box.value.trim().toLowerCase(), shown = 0;
      if (typed && !were) were = groups.map(function (one) { return one.open; });
      entries.forEach(function (one) {
        var fits = !typed || one.textContent.toLowerCase().indexOf(typed) >= 0;
        one.hidden = !fits;
        if (fits) shown++;
      });
      groups.forEach(function (one, n) {
        one.hidden = typed !== "" && !one.querySelector("li:not([hidden])");
        one.open = typed ? true : were ? were[n] : one.open;
      });
      if (!typed) were = null;
      none.hidden = shown > 0;
    };
    finding.hidden = false;
    box.addEventListener("input", narrow);
    box.addEventListener("keydown", function (e) {
      var first = document.querySelector("#menu li:not([hidden]) a");
      if (e.key === "Escape" && box.value) { box.value = ""; narrow(); e.stopPropagation(); }
      if (e.key === "Enter" && box.value.trim() && first) { e.preventDefault(); first.click(); }
      if (e.key === "ArrowDown" && first) { e.preventDefault(); first.focus(); }
    });
    side.addEventListener("keydown", function (e) {
      if ((e.key !== "ArrowDown" && e.key !== "ArrowUp") || e.target === box) return;
      step([].filter.call(side.querySelectorAll("a,summary"), function (el) { return el.offsetParent; }), e, box);
    });
  }
  function step(stops, e, above) { // arrow keys go from stop to stop
    var at = stops.indexOf(document.activeElement), to = at + (e.key === "ArrowDown" ? 1 : -1);
    if (at < 0 && e.key === "ArrowUp") return;
    e.preventDefault();
    (to < 0 ? above : stops[Math.min(to, stops.length - 1)] || above).focus();
  }

  // The search box on top: "/" leads into it, hits show while one types. An ID number is never asked for in an address.
  var seek = document.querySelector("[data-seek]"), ID = /^\s*\d{17}[\dXx]\s*$/;
  if (seek) {
    var typing = seek.querySelector("input[type=search]"), hits = seek.querySelector("[data-found]"), wait = null;
    var show = function (html) { hits.innerHTML = html; hits.hidden = !html; };
    typing.addEventListener("input", function () {
      clearTimeout(wait);
      wait = setTimeout(function () {
        var typed = typing.value.trim();
        if (!typed || /^[\dXx\s]{12,}$/.test(typed)) { show(""); return; }
        fetch(seek.action + "?brief=1&q=" + encodeURIComponent(typed), { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } })
          .then(function (r) { return r.ok && !r.redirected ? r.text() : ""; })
          .then(function (html) { if (typing.value.trim() === typed) show(html.trim()); }, function () {});
      }, 200);
    });
    seek.addEventListener("keydown", function (e) {
      if (e.key === "Escape") { show(""); typing.focus(); }
      if ((e.key === "ArrowDown" || e.key === "ArrowUp") && !hits.hidden) step([].slice.call(hits.querySelectorAll("a")), e, typing);
    });
    seek.addEventListener("focusout", function (e) {
      if (!e.relatedTarget || !seek.contains(e.relatedTarget)) setTimeout(function () { if (!seek.contains(document.activeElement)) hits.hidden = true; }, 150);
    });
    typing.addEventListener("focus", function () { if (hits.innerHTML && typing.value.trim()) hits.hidden = false; });
    document.addEventListener("keydown", function (e) {
      var at = document.activeElement, writes = at && (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) || at.isContentEditable);
      if (e.key !== "/" || writes || e.ctrlKey || e.altKey || e.metaKey || !typing.offsetParent) return;
      e.preventDefault();
      typing.focus();
      typing.select();
    });
    document.addEventListener("submit", function (e) { // the list's own search box
      var own = e.target.id === "find" && e.target.elements.q;
      if (own && ID.test(own.value)) byNumber(e, own);
    }, true);
    document.addEventListener("htmx:beforeRequest", function (e) {
      var own = e.target.id === "find" && e.target.elements.q;
      if (own && ID.test(own.value)) byNumber(e, own);
    });
  }
  function byNumber(e, own) {
    e.preventDefault();
    typing.value = own.value.trim();
    own.value = "";
    seek.submit();
  }

  document.addEventListener("click", function (e) {
    if (e.target.closest("[data-print]")) window.print();
    var paper = e.target.closest("[data-print-list]"); // the list may have been narrowed since the page was made
    if (paper) paper.search = location.search || "?q=";
  });
  document.addEventListener("input", function (e) { // a field that is written into is to be set
    var pair = e.target.name !== "set" && e.target.closest && e.target.closest(".settable");
    if (pair) pair.querySelector("[name=set]").checked = true;
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
      if (!list || !typed || /^\d{15}[\dXx]*$/.test(typed)) return; // an ID number is never asked for
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
    var say = bar.querySelector("[data-picked]"), all = bar.querySelector("[data-pick-matching]");
    if (say) say.textContent = say.dataset.picked.replace("%d", on);
    if (all && !on) all.checked = false;
    if (say && all) say.hidden = all.checked;
  }
  document.addEventListener("change", function (e) {
    var bar = document.querySelector("[data-bulkbar]");
    if (e.target.matches("[data-pick-all]")) document.querySelectorAll("input[name=pick]").forEach(function (box) { box.checked = e.target.checked; });
    if (e.target.matches("[data-pick-matching]") && e.target.checked) document.querySelectorAll("input[name=pick],[data-pick-all]").forEach(function (box) { box.checked = true; });
    if (e.target.matches("input[name=pick]") && !e.target.checked && bar && bar.querySelector("[data-pick-matching]")) bar.querySelector("[data-pick-matching]").checked = false;
    if (bar && e.target.matches("[data-pick-all],[data-pick-matching],input[name=pick]")) picked(bar);
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
