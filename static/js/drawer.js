/* The drawer about one cell of the report grid, and answers to warnings in the list of faults.
   Opens by F2, by the button above the grid, by a click on a marked corner or a cell nobody types in ("cell:open" of the grid).
   Everything in it is a form that also works as a page of its own. Chromium 86, no dependency; words come from data attributes. */
(function () {
  "use strict";
  var box = document.querySelector("[data-cell-drawer]"), grid = document.querySelector("[data-grid]");
  if (!box || !grid) return;
  var words = box.dataset, opener = document.querySelector("[data-open-drawer]"), blank = document.querySelector("template[data-reasoning]");
  var CELL = /^c(\d+)$/, CORNER = 12, here = null, shown = null, asked = 0, wait = null;
  var drafts = {}; // what is being written in a form, until it is sent

  function pkOf(el) { var m = el && el.id && CELL.exec(el.id); return m ? m[1] : null; }
  function cellAt(pk) { return document.getElementById("c" + pk); }
  function holder(el) { return el.closest("td") || el.closest(".field"); }
  function token() {
    var found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? found[1] : grid.elements.csrfmiddlewaretoken.value;
  }
  function refresh() { if (window.Grid && Grid.refresh) Grid.refresh(); }

  // ---- fetching
  function address(pk) { return words.url.replace(/\/0\/$/, "/" + pk + "/"); }
  function ask(url, body) {
    var init = { credentials: "same-origin", redirect: "manual", headers: { "X-Drawer": "1" } };
    if (body) { init.method = "POST"; init.body = body; init.headers["X-CSRFToken"] = token(); }
    return fetch(url, init).then(function (r) {
      if (r.type === "opaqueredirect" || r.status === 403) throw words.loggedout;
      if (r.status === 404) throw words.gone;
      if (!r.ok && r.status !== 422) throw words.failed;
      return r.text().then(function (html) { return { ok: r.ok, html: html }; });
    }, function () { throw words.failed; });
  }
  function note(text) { // beside what is there: nothing typed goes away
    var p = box.querySelector("[data-trouble-here]") || document.createElement("p");
    p.className = "note bad"; p.setAttribute("role", "alert"); p.setAttribute("data-trouble-here", "");
    p.textContent = typeof text === "string" ? text : words.failed;
    box.prepend(p);
  }

  // ---- opening, following, closing
  function open(pk, enter) {
    shown = pk;
    box.hidden = false;
    document.body.classList.add("with-drawer");
    if (!box.firstChild) box.textContent = words.loading;
    load(pk, enter);
  }
  function load(pk, enter) {
    var turn = ++asked;
    ask(address(pk)).then(function (got) { if (turn === asked && shown === pk) draw(got.html, enter ? "h2" : ""); },
      function (why) { if (turn === asked) { box.textContent = ""; note(why); if (enter) box.focus(); } });
  }
  function draw(html, focus) {
    box.innerHTML = html;
    box.scrollTop = 0;
    apply();
    warnings();
    restore(box);
    var to = focus && (box.querySelector(focus) || box.querySelector("h2"));
    if (to) to.focus();
  }
  function close() {
    var back = cellAt(shown);
    asked++; shown = null;
    box.hidden = true; box.textContent = "";
    document.body.classList.remove("with-drawer");
    if (back) back.focus();
  }
  function follow(pk) { // an open drawer shows the cell one has gone to
    here = pk;
    if (opener) opener.disabled = false;
    if (shown === null || shown === pk) return;
    shown = pk;
    clearTimeout(wait);
    wait = setTimeout(function () { if (shown === pk) load(pk, false); }, 250);
  }
  document.addEventListener("focusin", function (e) { if (pkOf(e.target)) follow(pkOf(e.target)); });
  grid.addEventListener("cell:open", function (e) { e.preventDefault(); open(e.detail.cell, true); });
  document.addEventListener("keydown", function (e) {
    if (e.defaultPrevented || e.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
    var pk = pkOf(e.target), inside = box.contains(e.target);
    if (e.key === "F2" && pk) { e.preventDefault(); open(pk, true); }
    else if (e.key === "F2" && inside && shown) { e.preventDefault(); if (cellAt(shown)) cellAt(shown).focus(); }
    else if (e.key === "Escape" && shown && (inside || pk === shown)) { e.preventDefault(); close(); }
    else if (e.key === "Enter" && pk && /^(TD|OUTPUT)$/.test(e.target.tagName)) { e.preventDefault(); open(pk, true); }
  });
  document.addEventListener("click", function (e) {
    if (e.target.closest("[data-close]") && box.contains(e.target)) { close(); return; }
    var line = e.target.closest("[data-settle]") && e.target.closest("li");
    if (line && !e.ctrlKey && !e.metaKey) { e.preventDefault(); open(line.dataset.cell, true); return; }
    var td = grid.contains(e.target) && e.target.closest("td.com,td.dis"), edge = td && td.getBoundingClientRect();
    if (!td || e.clientX - edge.left > CORNER || e.clientY - edge.top > CORNER) return;
    open(pkOf(td) || pkOf(td.querySelector("[id^=c]")), true); // the marked corner, not the field in it
  });
  if (opener) opener.addEventListener("click", function () { if (here) open(here, true); });

  // ---- cells nobody types in are reached by keyboard, too: each by Tab in a report one fills in, all by arrows in one that one reads
  var writes = grid.hasAttribute("data-writable");
  grid.querySelectorAll("td[id^=c],output[id^=c]").forEach(function (el, n) { el.tabIndex = writes || n === 0 || el.tagName === "OUTPUT" ? 0 : -1; });
  grid.addEventListener("keydown", function (e) {
    var td = e.target, step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[e.key];
    if (!step || td.tagName !== "TD") return;
    var row = td.parentNode, rows = row.parentNode.rows, next = td;
    do {
      row = rows[row.sectionRowIndex + step[0]];
      next = row && row.cells[next.cellIndex + step[1]];
    } while (next && !pkOf(next) && !next.querySelector("[id^=c]"));
    if (!next || next.tagName !== "TD") return;
    e.preventDefault();
    (pkOf(next) ? next : next.querySelector("[id^=c]")).focus();
  });

  // ---- what the server says of the cell, in the grid
  function apply() {
    var about = box.querySelector("[data-about]"), el = about && cellAt(about.dataset.about), where = el && holder(el);
    if (!where) return;
    var has = about.dataset.marks.split(" "), typed = "value" in el && el.name;
    ["pre", "dif", "dis", "com"].forEach(function (mark) { where.classList.toggle(mark, has.indexOf(mark) >= 0); });
    if (typed && about.dataset.known) el.dataset.known = about.dataset.known;
    if (typed && where.classList.contains("dirty")) { claim(el.value); return; }
    if (typed) el.value = about.dataset.raw;
    else if (about.dataset.raw && !el.querySelector("a")) el.textContent = about.dataset.raw;
  }
  function claim(value) { // what one has just typed is what one would say
    var field = box.querySelector("[name=claimed]");
    if (field && !field.value) field.value = value;
  }
  function warnings() {
    var place = box.querySelector("[data-warnings]"), list = place && place.querySelector("ul");
    if (!place) return;
    document.querySelectorAll("[data-faults] li[data-cell], [data-answered] li[data-cell]").forEach(function (li) {
      if (li.dataset.cell === shown) list.append(li.cloneNode(true));
    });
    place.hidden = !list.children.length;
  }

  // ---- sending a form
  function draftOf(field) {
    var form = field.form, row = field.closest("li[data-check]");
    return row ? "w" + row.dataset.check + "-" + row.dataset.row : "c" + shown + "-" + (form.elements.file ? form.elements.file.value : "") + field.name;
  }
  function ours(el) { return box.contains(el) || el.closest("form.reasoning"); }
  document.addEventListener("input", function (e) { if (e.target.form && ours(e.target)) drafts[draftOf(e.target)] = e.target.value; });
  function restore(root) {
    root.querySelectorAll("textarea,input[type=text],input:not([type])").forEach(function (field) {
      var kept = field.form && drafts[draftOf(field)], fold = kept && field.closest("details");
      if (kept !== undefined && kept !== field.value) { field.value = kept; if (fold) fold.open = true; }
    });
  }
  function forget(form) { Array.prototype.forEach.call(form.elements, function (field) { if (field.name) delete drafts[draftOf(field)]; }); }
  box.addEventListener("submit", function (e) {
    var form = e.target, button = e.submitter;
    e.preventDefault();
    if (form.classList.contains("reasoning") || form.dataset.sending) return;
    var body = new FormData(form);
    if (button && button.name) body.append(button.name, button.value);
    form.dataset.sending = "1";
    ask(form.action, body).then(function (got) {
      if (got.ok) forget(form);
      draw(got.html, "[data-said]");
      if (got.ok) refresh();
    }, function (why) { delete form.dataset.sending; note(why); });
  });

  // ---- a warning is answered where it is listed
  document.addEventListener("click", function (e) {
    var link = e.target.closest("[data-answer]"), li = link && link.closest("li");
    if (!li || !blank || e.ctrlKey || e.metaKey) return;
    e.preventDefault();
    if (li.querySelector("form")) { li.querySelector("form").remove(); return; }
    reasoning(li, link).elements.reason.focus();
  });
  function reasoning(li, link) {
    var form = blank.content.querySelector("form").cloneNode(true);
    form.action = link.href.split("?")[0];
    ["check", "row", "figures"].forEach(function (name) { form.elements[name].value = li.dataset[name]; });
    li.append(form);
    form.elements.reason.value = li.dataset.reason || "";
    restore(form);
    return form;
  }
  document.addEventListener("submit", function (e) {
    var form = e.target.closest("form.reasoning");
    if (!form) return;
    e.preventDefault();
    ask(form.action, new FormData(form)).then(function (got) {
      var said = new DOMParser().parseFromString(got.html, "text/html").querySelector("[data-said]");
      if (!got.ok) { complain(form, said ? said.textContent.trim() : words.failed); return; }
      forget(form);
      var faults = document.querySelector("[data-faults]");
      form.remove(); // the list may be drawn anew now
      if (!box.contains(document.activeElement)) (faults.hidden ? grid : faults).focus();
      refresh();
      if (shown) load(shown, false);
    }, function (why) { complain(form, typeof why === "string" ? why : words.failed); });
  });
  function complain(form, text) {
    var p = form.querySelector(".bad");
    p.textContent = text; p.hidden = false;
    form.elements.reason.focus();
  }

  // ---- the list was drawn anew: what was being written in it stays
  document.addEventListener("faults:drawn", function (e) {
    var answered = document.querySelector("[data-answered]");
    if (answered && e.detail) {
      answered.querySelector("ul").innerHTML = e.detail.answered; // drawn and escaped by the server
      answered.hidden = !e.detail.answered;
    }
    document.querySelectorAll("[data-faults] li[data-check]").forEach(function (li) {
      var link = li.querySelector("[data-answer]");
      if (link && drafts["w" + li.dataset.check + "-" + li.dataset.row] !== undefined) reasoning(li, link);
    });
    if (shown && box.querySelector("[data-warnings]")) { box.querySelector("[data-warnings] ul").textContent = ""; warnings(); }
  });

  // ---- an address that names a cell leads to it
  var named = CELL.exec(location.hash.slice(1)), first = named && cellAt(named[1]);
  if (first) {
    open(named[1], true);
    window.addEventListener("load", function () { setTimeout(function () { first.scrollIntoView({ block: "center", inline: "center" }); }, 0); });
  }
})();
