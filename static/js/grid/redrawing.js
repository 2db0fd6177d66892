/* The report grid: what the server answers to a save is drawn: faults, totals, what others typed. */
(function (G) {
  "use strict";
  if (!G || !G.writable) return;
  var form = G.form, words = G.words, faultBox = G.faultBox, list = faultBox.querySelector("ul"), later = null;
  var TONES = { error: "err", empty: "err", differs: "warnc", warning: "warnc" };

  G.redraw = function (got) {
    form.elements.seen.value = got.seen;
    Object.keys(got.changes).forEach(function (key) { theirs(key, got.changes[key]); });
    drawList(got);
    drawMarks(got.marks);
    write(got.totals, "total");
    write(got.computed, "computed");
    form.querySelector("[data-filled]").textContent = got.filled;
    form.querySelectorAll("td input[data-known]").forEach(function (el) {
      var differs = el.value !== el.dataset.known, td = G.box(el);
      td.classList.toggle("dif", differs); td.classList.toggle("pre", !differs);
    });
    if (G.isField(document.activeElement)) G.describe(document.activeElement);
    form.dispatchEvent(new CustomEvent("grid:drawn", { bubbles: true }));
  };
  function write(texts, kind) {
    Object.keys(texts).forEach(function (key) {
      var el = form.querySelector("[data-" + kind + '="' + key + '"]');
      if (el && el.textContent !== texts[key]) el.textContent = texts[key];
    });
  }
  function theirs(key, cell) { // somebody else wrote here; what is being typed stays
    var el = document.getElementById("c" + key);
    if (!el || G.isDirty("c" + key)) return;
    if (!G.isTyped(el)) { el.textContent = cell.raw || el.textContent; return; }
    if (el.value === cell.raw) return;
    el.value = cell.raw;
    if (el === document.activeElement) el.dataset.was = cell.raw;
    el.dataset.by = G.fill(words.changed, { by: cell.by, at: cell.at });
    var where = G.box(el);
    where.classList.remove("other"); void where.offsetWidth; where.classList.add("other");
  }

  // ---- the list above the grid. Nobody loses the reason they are writing there
  function drawList(got) {
    var el = document.activeElement;
    if (list.contains(el) && el.matches("input,textarea")) { later = got; return; }
    var more = faultBox.querySelector("[data-more]"), left = got.faults - (got.list.match(/<li/g) || []).length;
    later = null;
    faultBox.hidden = !got.faults;
    faultBox.querySelector("h2").textContent = got.heading;
    list.innerHTML = got.list; // drawn and escaped by the server
    more.hidden = left <= 0;
    more.textContent = G.fill(more.dataset.more, left);
    faultBox.dispatchEvent(new CustomEvent("faults:drawn", { bubbles: true, detail: got }));
  }
  faultBox.addEventListener("focusout", function () { setTimeout(function () { if (later) drawList(later); }, 0); });

  function drawMarks(marks) { // [[sentence, kind, [cells]]]
    var wrong = {};
    marks.forEach(function (one) { one[2].forEach(function (key) { wrong["c" + key] = one; }); });
    form.querySelectorAll("[aria-invalid],td.err[id],td.warnc[id],.field.bad [id^=c]").forEach(function (el) { if (!wrong[el.id]) clear(el); });
    Object.keys(wrong).forEach(function (id) { blame(document.getElementById(id), wrong[id][0], TONES[wrong[id][1]]); });
    G.tables.forEach(function (t) {
      t.rows.forEach(function (tds, r) { var tr = G.row(t, r); tr.classList.toggle("wrong", Boolean(tr.querySelector("td.err,td.warnc"))); });
    });
  }
  function clear(el) {
    var where = G.isField(el) ? G.box(el) : el.closest("td,.field");
    el.removeAttribute("aria-invalid"); el.removeAttribute("title");
    where.classList.remove("err", "warnc", "bad");
    var p = where.querySelector("p.err");
    if (p) p.hidden = true;
  }
  function blame(el, text, tone) {
    if (!el) return;
    var where = G.isField(el) ? G.box(el) : el.closest("td,.field"), p = where.querySelector("p.err");
    el.title = text;
    if (G.isField(el)) el.setAttribute("aria-invalid", "true");
    if (!p) {
      where.classList.toggle("err", tone === "err"); where.classList.toggle("warnc", tone === "warnc");
      return;
    }
    where.classList.add("bad");
    p.hidden = false;
    p.querySelector("span").textContent = text;
  }
})(window.Grid);
