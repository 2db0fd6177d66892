/* The report grid: paste from Excel, keyboard, undo, autosave, nothing typed is lost, two people at once.
   Chromium 86, no dependency. Words come from data attributes of the form; figures from the server. */
(function () {
  "use strict";
  var form = document.querySelector("[data-grid]");
  if (!form) return;
  var print = document.querySelector("[data-print]");
  if (print) { print.hidden = false; print.addEventListener("click", function () { window.print(); }); }
  var faultBox = document.querySelector("[data-faults]");
  if (faultBox.hasAttribute("data-focus")) faultBox.focus();
  if (!form.hasAttribute("data-writable")) return;

  var table = form.querySelector("table.grid"), words = form.dataset, said = form.querySelector("[data-said]");
  var bar = form.querySelector("[data-cellbar]"), hint = bar.textContent;
  var trouble = document.querySelector("[data-trouble]"), clashBox = document.querySelector("[data-clashes]");
  var keptBox = document.querySelector("[data-kept]"), store = "report:" + words.report + ":" + words.user;
  var rows = Array.prototype.map.call(table.tBodies[0].rows, function (tr) { return Array.prototype.slice.call(tr.querySelectorAll("td")); });
  var heads = table.tHead.rows[1].cells;

  function fill(text) { // "%s" or named places: fill("%by, %at", {by: .., at: ..})
    var values = arguments[1];
    if (values === null || typeof values !== "object") values = { s: values };
    return text.replace(/%(\w+)/g, function (all, name) { return name in values ? values[name] : all; });
  }
  function cellOf(name) { return form.elements[name]; }
  function box(el) { return el.closest("td") || el.closest(".field"); }
  function say(text, tone) { said.textContent = text; said.className = "saved" + (tone ? " " + tone : ""); }
  function shown(value) { return value === "" ? words.empty : value; }

  // ---- where a cell is
  function at(r, c) { return rows[r] && rows[r][c] ? rows[r][c].querySelector("input") : null; }
  function pos(el) {
    var td = el.closest("td");
    if (!td) return null;
    var r = td.parentNode.sectionRowIndex;
    return [r, rows[r].indexOf(td)];
  }
  function hidden(r) { return table.classList.contains("only") && rows[r] && !rows[r][0].parentNode.classList.contains("wrong"); }
  function place(el) {
    var p = pos(el);
    if (!p) return document.getElementById(el.getAttribute("aria-labelledby")).textContent.trim();
    return rows[p[0]][0].parentNode.cells[0].textContent + " · " + heads[p[1]].firstChild.textContent;
  }

  // ---- undo: one step for each paste, each cell typed in
  var steps = [];
  function set(el, value) {
    if (el.value === value) return;
    el.value = value;
    touched(el);
  }
  function change(list) { // [[el, value]]: one step back takes all of it back
    var step = list.filter(function (c) { return c[0].value !== c[1]; }).map(function (c) { return [c[0], c[0].value]; });
    list.forEach(function (c) { set(c[0], c[1]); });
    if (step.length) steps.push(step);
    return step.length;
  }
  function undo() {
    var step = steps.pop();
    if (!step) return;
    step.forEach(function (c) { set(c[0], c[1]); });
    step[0][0].focus();
    step[0][0].dataset.was = step[0][0].value;
    say(fill(words.undone, step.length), "idle");
  }
  function typedSince(el) { return el.dataset.was !== undefined && el.dataset.was !== el.value; }
  function settle(el) { // what was typed in a cell becomes a step when it is left
    if (typedSince(el)) steps.push([[el, el.dataset.was]]);
    el.dataset.was = el.value;
  }

  // ---- paste. Excel puts TSV on the clipboard; a cell with a tab, newline or quote is quoted, its quotes doubled
  function parse(text) {
    var out = [[""]], quoted = false, i, ch, row, k;
    text = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (i = 0; i < text.length; i++) {
      ch = text[i]; row = out[out.length - 1]; k = row.length - 1;
      if (quoted) { if (ch !== '"') row[k] += ch; else if (text[i + 1] === '"') { row[k] += '"'; i++; } else quoted = false; }
      else if (ch === '"' && row[k] === "") quoted = true;
      else if (ch === "\t") row.push("");
      else if (ch === "\n") out.push([""]);
      else row[k] += ch;
    }
    return out;
  }
  function clean(text, el) { // half-width, no thousands separators; the server checks again
    text = text.replace(/\n/g, " ").trim();
    if (el.inputMode === "text") return text;
    text = text.replace(/[０-９．－＋，％]/g, function (s) { return String.fromCharCode(s.charCodeAt(0) - 0xfee0); }).replace(/[\s\u00a0]/g, "");
    return /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replace(/,/g, "") : text;
  }
  function byName(block) { // the first column holds the villages' names: each line goes to its own row
    var names = rows.map(function (tds) { return tds[0].parentNode.cells[0].textContent.trim(); });
    var found = block.map(function (line) { return names.indexOf(line[0].trim()); });
    return found.length && found.every(function (r) { return r >= 0; }) ? found : null;
  }
  function paste(el, block) {
    var from = pos(el), named = block[0].length > 1 && byName(block), list = [], lost = 0, r = from[0];
    block.forEach(function (line, i) {
      if (named) { r = named[i]; line = line.slice(1); } else { while (hidden(r)) r++; }
      line.forEach(function (text, j) {
        var cell = at(r, from[1] + j), td = rows[r] && rows[r][from[1] + j];
        if (cell) list.push([cell, clean(text, cell)]);
        else if (text.trim() && !(td && td.textContent.replace(/[,%]/g, "") === text.trim().replace(/[,%]/g, ""))) lost++;
      });
      r++;
    });
    settle(el);
    var done = change(list);
    el.dataset.was = el.value;
    say(fill(words.pasted, done) + (lost ? " " + fill(words.lost, lost) : ""), lost ? "bad" : "idle");
  }
  table.addEventListener("paste", function (e) {
    var el = e.target.closest("input"), text = e.clipboardData && e.clipboardData.getData("text/plain");
    if (!el || !text) return;
    var block = parse(text);
    if (block.length === 1 && block[0].length === 1) return; // one value: the browser does it
    e.preventDefault();
    paste(el, block);
  });

  // ---- keyboard
  function go(el, down, right) {
    var p = pos(el), r = p[0] + down, c = p[1] + right;
    while (rows[r] && hidden(r)) r += down || 1;
    var to = at(r, c);
    while (!to && rows[r] && right && rows[r][c]) to = at(r, c += right); // hop over cells nobody types in
    if (to) { to.focus(); to.select(); }
    return Boolean(to);
  }
  table.addEventListener("keydown", function (e) {
    var el = e.target;
    if (e.isComposing || e.keyCode === 229 || el.tagName !== "INPUT") return; // an input method owns the keys
    if ((e.ctrlKey || e.metaKey) && !e.shiftKey && e.key.toLowerCase() === "z") {
      if (typedSince(el) || !steps.length) return; // the browser takes back what is being typed
      e.preventDefault(); undo(); return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    var whole = el.selectionStart === 0 && el.selectionEnd === el.value.length;
    var end = whole || el.selectionStart === el.value.length, start = whole || el.selectionEnd === 0;
    if (e.key === "Enter") { e.preventDefault(); go(el, e.shiftKey ? -1 : 1, 0); } // Enter never submits
    else if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault(); go(el, e.key === "ArrowDown" ? 1 : -1, 0); }
    else if (e.key === "ArrowRight" && end) { if (go(el, 0, 1)) e.preventDefault(); }
    else if (e.key === "ArrowLeft" && start) { if (go(el, 0, -1)) e.preventDefault(); }
    else if (e.key === "Escape") set(el, el.dataset.was === undefined ? el.defaultValue : el.dataset.was);
  });
  form.addEventListener("keydown", function (e) { // nor in the township's own fields
    if (e.key === "Enter" && e.target.tagName === "INPUT" && !e.isComposing) e.preventDefault();
  });

  // ---- the cell one is in: what it asks, what it was, what the registers say
  var marked = [];
  function mark(el) {
    marked.forEach(function (m) { m.classList.remove("here"); });
    var p = pos(el);
    marked = p ? [heads[p[1]], rows[p[0]][0].parentNode] : [];
    marked.forEach(function (m) { m.classList.add("here"); });
  }
  function describe(el) {
    var parts = [], p = pos(el), bold = document.createElement("b");
    bold.textContent = place(el);
    if (el.title) parts.push(el.title);
    if (el.dataset.last !== undefined) parts.push(fill(words.last, el.dataset.last));
    if (el.dataset.known !== undefined && el.dataset.known !== el.value) parts.push(fill(words.known, el.dataset.known));
    if (el.dataset.by) parts.push(el.dataset.by);
    if (p && heads[p[1]].dataset.help) parts.push(heads[p[1]].dataset.help);
    var rest = document.createElement("span");
    rest.textContent = (parts.length ? "  " : "") + parts.join(" · ");
    if (el.title) rest.className = "bad";
    bar.textContent = ""; bar.append(bold, rest);
  }
  table.addEventListener("focusin", function (e) {
    if (e.target.tagName !== "INPUT") return;
    e.target.dataset.was = e.target.value;
    e.target.select(); mark(e.target); describe(e.target);
  });
  table.addEventListener("focusout", function (e) {
    if (e.target.tagName === "INPUT") settle(e.target);
    if (!table.contains(e.relatedTarget)) { marked.forEach(function (m) { m.classList.remove("here"); }); bar.textContent = hint; }
  });

  // ---- what is typed is kept on this computer until the server has it
  var dirty = new Map(), clashing = {}, timer = null, busy = null, wait = 1200, composing = false;
  function kept() { try { return JSON.parse(localStorage.getItem(store) || "{}"); } catch (_) { return {}; } }
  var owned = new Set(); // what this tab has put there; another tab's is left alone
  function keep() {
    var all = kept();
    owned.forEach(function (name) { delete all[name]; });
    dirty.forEach(function (el, name) { all[name] = el.value; owned.add(name); });
    try {
      if (Object.keys(all).length) localStorage.setItem(store, JSON.stringify(all)); else localStorage.removeItem(store);
    } catch (_) { /* storage is full or forbidden: the page still holds it */ }
  }
  function touched(el) {
    dirty.set(el.name, el);
    box(el).classList.add("dirty");
    keep();
    say(words.unsaved, "idle");
    plan(wait);
  }
  function plan(ms) { clearTimeout(timer); timer = setTimeout(save, ms); }
  form.addEventListener("compositionstart", function () { composing = true; });
  form.addEventListener("compositionend", function () { composing = false; });
  form.addEventListener("input", function (e) { if (/^c\d+$/.test(e.target.name)) touched(e.target); });
  window.addEventListener("beforeunload", function (e) { if (dirty.size) { e.preventDefault(); e.returnValue = ""; } });
  document.addEventListener("visibilitychange", function () { if (document.hidden && dirty.size) save(); });

  function token() { // the cookie is newer than the page after a new login
    var found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? found[1] : form.elements.csrfmiddlewaretoken.value;
  }
  function pending() {
    var list = new Map();
    dirty.forEach(function (el, name) { if (!(name in clashing)) list.set(name, el.value); });
    return list;
  }
  function save() {
    if (busy) return busy.then(save);
    if (composing) { plan(wait); return Promise.resolve(); }
    var sent = pending();
    if (!sent.size) return Promise.resolve(true);
    var body = new URLSearchParams();
    body.append("seen", form.elements.seen.value);
    if (form.hasAttribute("data-checked")) body.append("check", "1"); // empty cells count, too
    sent.forEach(function (value, name) { body.append(name, value); });
    say(words.saving, "idle");
    busy = fetch(form.action, {
      method: "POST", body: body, redirect: "manual", credentials: "same-origin",
      headers: { "X-CSRFToken": token(), "X-Grid": "1" }
    }).then(answer).then(function (got) { stored(sent, got); return true; }, failed);
    return busy.then(function (ok) {
      busy = null;
      if (ok && pending().size) plan(200);
      return ok;
    });
  }
  function answer(response) {
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) throw { out: true };
    if (response.status === 409) return response.json().then(function (no) { throw { text: no.said, final: true }; });
    if (!response.ok) throw {};
    return response.json();
  }
  function failed(why) {
    why = why || {};
    trouble.hidden = false;
    trouble.querySelector("[data-trouble-text]").textContent = why.text || (why.out ? words.loggedout : words.failed);
    trouble.querySelector("[data-login]").hidden = !why.out;
    say(words.unsaved, "bad");
    if (!why.final) plan(10000);
    return false;
  }
  function stored(sent, got) {
    trouble.hidden = true;
    sent.forEach(function (value, name) {
      var el = cellOf(name), key = name.slice(1);
      if (key in got.clashes) return;
      if (el.value !== value) return; // typed on while it was sent
      if (got.written[key] !== undefined && el !== document.activeElement) el.value = got.written[key];
      dirty.delete(name);
      box(el).classList.remove("dirty");
      delete el.dataset.by;
    });
    redraw(got);
    keep();
    if (!dirty.size) say(fill(words.saved, got.at));
  }

  // ---- what the server answers
  function redraw(got) {
    form.elements.seen.value = got.seen;
    Object.keys(got.changes).forEach(function (key) { theirs(key, got.changes[key]); });
    Object.keys(got.clashes).forEach(function (key) { clashing["c" + key] = got.clashes[key]; });
    drawClashes();
    drawFaults(got);
    Object.keys(got.totals).forEach(function (key) {
      var td = table.querySelector('[data-total="' + key + '"]');
      if (td) td.textContent = got.totals[key];
    });
    Object.keys(got.computed).forEach(function (key) {
      var td = form.querySelector('[data-computed="' + key + '"]');
      if (td) td.textContent = got.computed[key];
    });
    form.querySelector("[data-filled]").textContent = got.filled;
    form.querySelectorAll("input[data-known]").forEach(function (el) {
      if (!el.closest("td")) return;
      var differs = el.value !== el.dataset.known;
      box(el).classList.toggle("dif", differs); box(el).classList.toggle("pre", !differs);
    });
    if (document.activeElement && table.contains(document.activeElement) && document.activeElement.name) describe(document.activeElement);
  }
  function theirs(key, cell) { // somebody else wrote here; what is being typed stays
    var el = cellOf("c" + key);
    if (!el || dirty.has("c" + key) || el.value === cell.raw) return;
    el.value = cell.raw;
    if (el === document.activeElement) el.dataset.was = cell.raw;
    el.dataset.by = fill(words.changed, { by: cell.by, at: cell.at });
    var where = box(el);
    where.classList.remove("other"); void where.offsetWidth; where.classList.add("other");
  }
  function drawFaults(got) {
    var wrong = {}, list = faultBox.querySelector("ul"), more = faultBox.querySelector("[data-more]");
    got.faults.forEach(function (f) { wrong["c" + f.cell] = (wrong["c" + f.cell] ? wrong["c" + f.cell] + " " : "") + f.text; });
    faultBox.hidden = !got.faults.length;
    faultBox.querySelector("h2").textContent = got.heading;
    list.textContent = "";
    got.faults.slice(0, 50).forEach(function (f) {
      var li = document.createElement("li"), a = document.createElement("a");
      a.href = "#c" + f.cell; a.textContent = f.place + ": " + f.text;
      li.append(a); list.append(li);
    });
    more.hidden = got.faults.length <= 50;
    more.textContent = fill(more.dataset.more, got.faults.length - 50);
    form.querySelectorAll("[aria-invalid],td.err,.field.bad,.field .err:not([hidden])").forEach(function (el) { if (!wrong[el.id]) clear(el); });
    Object.keys(wrong).forEach(function (id) { blame(document.getElementById(id), wrong[id]); });
    rows.forEach(function (tds) {
      var tr = tds[0].parentNode;
      tr.classList.toggle("wrong", Boolean(tr.querySelector("td.err")));
    });
  }
  function clear(el) {
    if (el.tagName === "INPUT") { el.removeAttribute("aria-invalid"); el.removeAttribute("title"); el = box(el); }
    if (el.tagName === "P") { el.hidden = true; return; }
    el.classList.remove("err", "bad");
    var p = el.querySelector("p.err");
    if (p) p.hidden = true;
  }
  function blame(el, text) {
    if (!el) return;
    var where = el.tagName === "INPUT" ? box(el) : el;
    el.title = text;
    if (el.tagName === "INPUT") el.setAttribute("aria-invalid", "true");
    if (where.tagName === "TD") { where.classList.add("err"); return; }
    where.classList.add("bad");
    where.querySelector("p.err").hidden = false;
    where.querySelector("p.err span").textContent = text;
  }
  faultBox.addEventListener("click", function (e) { // into the cell, below the sticky header
    var el = e.target.hash && document.getElementById(e.target.hash.slice(1));
    if (!el) return;
    e.preventDefault();
    if (el.closest("tr") && hidden(el.closest("tr").sectionRowIndex)) only.checked = false, filter();
    el.scrollIntoView({ block: "center", inline: "center" });
    if (el.tagName === "INPUT") el.focus({ preventScroll: true });
  });

  // ---- the same cell, written by two
  function drawClashes() {
    var list = clashBox.querySelector("ul"), names = Object.keys(clashing);
    clashBox.hidden = !names.length;
    list.textContent = "";
    names.forEach(function (name) {
      var el = cellOf(name), cell = clashing[name], li = document.createElement("li");
      box(el).classList.add("clash");
      li.append(place(el) + " (" + fill(words.clash, cell) + ") ");
      [[fill(words.mine, shown(el.value)), true], [fill(words.theirs, shown(cell.raw)), false]].forEach(function (choice) {
        var b = document.createElement("button");
        b.type = "button"; b.className = "btn btn-outline-secondary"; b.textContent = choice[0];
        b.addEventListener("click", function () { settleClash(name, choice[1]); });
        li.append(b);
      });
      list.append(li);
    });
  }
  function settleClash(name, mine) {
    var el = cellOf(name), cell = clashing[name];
    delete clashing[name];
    box(el).classList.remove("clash");
    if (mine) touched(el);
    else { el.value = cell.raw; dirty.delete(name); box(el).classList.remove("dirty"); keep(); }
    drawClashes();
    if (mine) save();
    el.focus();
  }

  // ---- offered back after a closed tab, a dead server, an expired login
  (function offer() {
    var left = kept();
    var names = Object.keys(left).filter(function (name) { var el = cellOf(name); return el && el.value !== left[name]; });
    if (!names.length) return;
    keptBox.hidden = false;
    keptBox.querySelector("[data-kept-text]").textContent = fill(words.left, names.length);
    keptBox.querySelector("[data-kept-back]").addEventListener("click", function () {
      keptBox.hidden = true;
      names.forEach(function (name) { owned.add(name); });
      change(names.map(function (name) { return [cellOf(name), left[name]]; }));
      save();
    });
    keptBox.querySelector("[data-kept-drop]").addEventListener("click", function () {
      keptBox.hidden = true;
      names.forEach(function (name) { owned.add(name); });
      keep();
    });
  })();

  // ---- buttons
  trouble.querySelector("[data-retry]").addEventListener("click", function () { save(); });
  form.querySelector("[data-save]").addEventListener("click", function (e) { e.preventDefault(); save(); });
  var submit = form.querySelector("[data-submit]"), sending = false;
  form.addEventListener("submit", function (e) {
    if (sending) { e.preventDefault(); return; }
    e.preventDefault();
    save().then(function (ok) { return busy ? busy : ok; }).then(function (ok) {
      if (ok === false || dirty.size) return;
      sending = true;
      form.querySelectorAll("[name^=c]").forEach(function (el) { if (/^c\d+$/.test(el.name)) el.disabled = true; }); // all are saved
      var act = document.createElement("input");
      act.type = "hidden"; act.name = "act"; act.value = "submit";
      form.append(act);
      form.elements.csrfmiddlewaretoken.value = token();
      if (submit) submit.disabled = true;
      form.submit();
    });
  });
  var label = form.querySelector("[data-only]"), only = label.querySelector("input");
  label.hidden = false;
  function filter() { table.classList.toggle("only", only.checked); }
  only.addEventListener("change", filter);
  filter();

  // ---- what others type shows within half a minute
  setInterval(function () {
    if (document.hidden || busy || dirty.size) return;
    fetch(form.action + "?since=" + form.elements.seen.value, { redirect: "manual", credentials: "same-origin" })
      .then(function (r) { if (!r.ok) throw r; return r.json(); })
      .then(function (got) { if (String(got.seen) !== form.elements.seen.value && !busy && !dirty.size) redraw(got); }, function () { /* the next save will say it */ });
  }, 30000);
})();
