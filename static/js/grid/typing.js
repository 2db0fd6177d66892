/* The report grid: keys, words chosen by a key, taking back and doing again. */
(function (G) {
  "use strict";
  if (!G || !G.writable) return;
  var form = G.form, words = G.words, told = form.querySelector("[data-told]");

  // ---- undo: one step for each paste, each cell typed in
  var steps = [], undone = [];
  function set(el, value) {
    if (el.value === value) return;
    el.value = value;
    G.touched(el);
  }
  function record(step) { steps.push(step); undone = []; }
  G.change = function (list) { // [[el, value]]: one step back takes all of it back
    var step = list.filter(function (c) { return c[0].value !== c[1]; }).map(function (c) { return [c[0], c[0].value, c[1]]; });
    list.forEach(function (c) { set(c[0], c[1]); c[0].dataset.was = c[1]; });
    if (step.length) record(step);
    return step.length;
  };
  function replay(from, to, which, said) {
    var step = from.pop();
    if (!step) return;
    step.forEach(function (c) { set(c[0], c[which]); c[0].dataset.was = c[which]; });
    to.push(step);
    G.reveal(step[0][0]);
    G.enter(step[0][0]);
    G.say(G.fill(said, step.length), "idle");
  }
  G.undo = function () { told.hidden = true; replay(steps, undone, 1, words.undone); };
  G.redo = function () { replay(undone, steps, 2, words.redone); };
  function typedSince(el) { return el.dataset.was !== undefined && el.dataset.was !== el.value; }
  G.settle = function (el) { // what was typed in a cell becomes a step when it is left
    complete(el);
    if (typedSince(el)) record([[el, el.dataset.was, el.value]]);
    el.dataset.was = el.value;
  };
  G.tell = function (text) { // what a paste did stands until it is closed, taken back or the next key
    told.querySelector("p").textContent = text;
    told.hidden = false;
  };
  told.querySelector("[data-undo]").addEventListener("click", G.undo);
  told.querySelector("[data-shut]").addEventListener("click", function () { told.hidden = true; });

  // ---- words from a list: yes or no, one of several, today
  function offered(el) {
    return el.list ? Array.prototype.map.call(el.list.options, function (o) { return o.value; }) : [];
  }
  function complete(el) { // "fa" becomes "fair" where nothing else begins so
    var typed = el.value.trim().toLowerCase();
    var found = typed && offered(el).filter(function (word) { return word.toLowerCase().indexOf(typed) === 0; });
    if (found && found.length === 1) set(el, found[0]);
  }
  function chosen(el, key) {
    var list = offered(el), kind = el.dataset.kind;
    if (!list.length || !whole(el)) return;
    if (key === " ") return list[(list.indexOf(el.value) + 1) % list.length];
    if (kind === "yes_no") return "1yY".indexOf(key) >= 0 ? list[0] : "0nN".indexOf(key) >= 0 ? list[1] : undefined;
    return list[Number(key) - 1];
  }
  function today() {
    var now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(function (n) { return (n < 10 ? "0" : "") + n; }).join("-");
  }
  function whole(el) { return el.selectionStart === undefined || (el.selectionStart === 0 && el.selectionEnd === el.value.length); }

  // ---- keyboard
  var control = {
    z: function (el, shift) { // the browser takes back what is being typed
      if (shift) { G.redo(); return true; }
      if (typedSince(el) || !steps.length) return false;
      G.undo(); return true;
    },
    y: function () { G.redo(); return true; },
    d: function (el) { // as in Excel: what stands above
      var p = G.pos(el), above = p && G.at(p.t, p.r - 1, p.c);
      if (above && G.isTyped(above) && G.isTyped(el)) G.change([[el, above.value]]);
      return Boolean(p);
    },
    ";": function (el) { return el.dataset.kind === "date" && (G.change([[el, today()]]), true); }
  };
  function arrow(el, key, shift) { // where a key leads: [down, right]
    var all = whole(el), end = all || el.selectionStart === el.value.length, start = all || el.selectionEnd === 0;
    if (key === "Enter") return el.tagName === "A" ? null : [shift ? -1 : 1, 0];
    if (key === "ArrowDown" || key === "ArrowUp") return [key === "ArrowDown" ? 1 : -1, 0];
    if (key === "ArrowRight" && end) return [0, 1];
    return key === "ArrowLeft" && start ? [0, -1] : null;
  }
  form.addEventListener("keydown", function (e) {
    var el = e.target;
    if (e.isComposing || e.keyCode === 229 || !G.isField(el)) return; // an input method owns the keys
    if (e.ctrlKey || e.metaKey) {
      var act = !e.altKey && control[e.key.toLowerCase()];
      if (act && act(el, e.shiftKey)) e.preventDefault();
      return;
    }
    if (e.altKey) return;
    if (e.key === "Escape" && G.isTyped(el)) { set(el, el.dataset.was === undefined ? el.defaultValue : el.dataset.was); return; }
    var word = e.key.length === 1 ? chosen(el, e.key) : undefined;
    if (word !== undefined) { e.preventDefault(); G.change([[el, word]]); el.select(); return; }
    var p = G.pos(el), to = p && arrow(el, e.key, e.shiftKey);
    if (!p) { if (e.key === "Enter" && el.tagName === "INPUT") e.preventDefault(); return; } // Enter never submits
    if (!to) return;
    if (G.single(p.t)) to = [0, to[0] || to[1]]; // the next field stands below
    if (G.go(el, to[0], to[1]) || to[0] || e.key === "Enter") e.preventDefault();
  });

  // ---- the cell one is in: what it asks, what it was, what the registers say
  var marked = [];
  function mark(el) {
    var p = G.pos(el);
    unmark();
    marked = p ? [p.t.heads[p.c], G.row(p.t, p.r)] : [];
    if (p) p.t.now = p.r;
    marked.forEach(function (m) { m.classList.add("here"); });
  }
  function unmark() { marked.forEach(function (m) { m.classList.remove("here"); }); marked = []; }
  G.describe = function (el) {
    var p = G.pos(el);
    if (!p) return;
    var parts = [], head = p.t.heads[p.c].dataset, bold = document.createElement("b"), rest = document.createElement("span");
    bold.textContent = G.place(el);
    if (el.title && !G.single(p.t)) parts.push(el.title); // there it stands below the field
    if (el.dataset.last !== undefined) parts.push(G.fill(words.last, el.dataset.last));
    if (el.dataset.known !== undefined && el.dataset.known !== el.value) parts.push(G.fill(words.known, el.dataset.known));
    if (el.dataset.by) parts.push(el.dataset.by);
    if (head.help) parts.push(head.help);
    if (head.hint) parts.push(head.hint);
    rest.textContent = (parts.length ? "  " : "") + parts.join(" · ");
    if (el.title) rest.className = "bad";
    p.t.bar.textContent = ""; p.t.bar.append(bold, rest);
  };
  form.addEventListener("focusin", function (e) {
    var el = e.target;
    if (!G.isField(el)) return;
    if (G.isTyped(el)) { el.dataset.was = el.value; if (G.pos(el)) el.select(); }
    mark(el); G.describe(el);
  });
  form.addEventListener("focusout", function (e) {
    if (G.isTyped(e.target)) G.settle(e.target);
    var p = G.pos(e.target);
    if (p && !p.t.table.contains(e.relatedTarget)) { unmark(); p.t.bar.textContent = p.t.hint; }
  });
  form.addEventListener("input", function (e) { if (G.isTyped(e.target)) { told.hidden = true; G.touched(e.target); } });
})(window.Grid);
