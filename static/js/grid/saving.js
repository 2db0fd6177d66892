/* The report grid: what is typed is kept on this computer until the server has it; two people at once. */
(function (G) {
  "use strict";
  if (!G || !G.writable) return;
  var form = G.form, words = G.words, said = form.querySelector("[data-said]");
  var trouble = document.querySelector("[data-trouble]"), clashBox = document.querySelector("[data-clashes]");
  var keptBox = document.querySelector("[data-kept]"), store = "report:" + words.report + ":" + words.user;
  var dirty = new Map(), clashing = {}, timer = null, busy = null, wait = 1200, composing = false;

  G.say = function (text, tone) { said.textContent = text; said.className = "saved" + (tone ? " " + tone : ""); };
  G.isDirty = function (name) { return dirty.has(name); };

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
  var keeping = null;
  function keepSoon() { if (!keeping) keeping = Promise.resolve().then(function () { keeping = null; keep(); }); } // a paste of thousands is kept once
  G.touched = function (el) {
    dirty.set(el.name, el);
    G.box(el).classList.add("dirty");
    keepSoon();
    G.say(words.unsaved, "idle");
    plan(wait);
  };
  function plan(ms) { clearTimeout(timer); timer = setTimeout(save, ms); }
  form.addEventListener("compositionstart", function () { composing = true; });
  form.addEventListener("compositionend", function () { composing = false; });
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
    G.say(words.saving, "idle");
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
  G.save = save;
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
    G.say(words.unsaved, "bad");
    if (!why.final) plan(10000);
    return false;
  }
  function stored(sent, got) {
    trouble.hidden = true;
    sent.forEach(function (value, name) {
      var el = G.cell(name), key = name.slice(1);
      if (key in got.clashes) return;
      if (el.value !== value) return; // typed on while it was sent
      if (got.written[key] !== undefined && el !== document.activeElement) el.value = got.written[key];
      dirty.delete(name);
      G.box(el).classList.remove("dirty");
      delete el.dataset.by;
    });
    Object.keys(got.clashes).forEach(function (key) { clashing["c" + key] = got.clashes[key]; });
    drawClashes();
    G.redraw(got);
    keep();
    if (!dirty.size) G.say(G.fill(words.saved, got.at));
  }

  // ---- the same cell, written by two
  function drawClashes() {
    var list = clashBox.querySelector("ul"), names = Object.keys(clashing);
    clashBox.hidden = !names.length;
    list.textContent = "";
    names.forEach(function (name) {
      var el = G.cell(name), cell = clashing[name], li = document.createElement("li"), a = document.createElement("a");
      G.box(el).classList.add("clash");
      a.href = "#" + name; a.textContent = G.place(el);
      li.append(a, " (" + G.fill(words.clash, cell) + ") ");
      [[G.fill(words.mine, shown(el.value)), true], [G.fill(words.theirs, shown(cell.raw)), false]].forEach(function (choice) {
        var b = document.createElement("button");
        b.type = "button"; b.className = "btn btn-outline-secondary"; b.textContent = choice[0];
        b.addEventListener("click", function () { settleClash(name, choice[1]); });
        li.append(b);
      });
      list.append(li);
    });
  }
  function shown(value) { return value === "" ? words.empty : value; }
  function settleClash(name, mine) {
    var el = G.cell(name), cell = clashing[name];
    delete clashing[name];
    G.box(el).classList.remove("clash");
    if (mine) G.touched(el);
    else { el.value = cell.raw; dirty.delete(name); G.box(el).classList.remove("dirty"); keep(); }
    drawClashes();
    if (mine) save();
    G.reveal(el);
    el.focus();
  }

  // ---- offered back after a closed tab, a dead server, an expired login
  (function offer() {
    var left = kept();
    var names = Object.keys(left).filter(function (name) { var el = G.cell(name); return el && el.value !== left[name]; });
    if (!names.length) return;
    function answered(name, act) {
      keptBox.querySelector(name).addEventListener("click", function () {
        keptBox.hidden = true;
        names.forEach(function (name) { owned.add(name); });
        act();
      });
    }
    keptBox.hidden = false;
    keptBox.querySelector("[data-kept-text]").textContent = G.fill(words.left, names.length);
    answered("[data-kept-back]", function () {
      G.change(names.map(function (name) { return [G.cell(name), left[name]]; }));
      save();
    });
    answered("[data-kept-drop]", keep);
  })();

  // ---- buttons
  trouble.querySelector("[data-retry]").addEventListener("click", function () { save(); });
  form.querySelector("[data-save]").addEventListener("click", function (e) { e.preventDefault(); save(); });
  var submit = form.querySelector("[data-submit]"), sending = false;
  form.addEventListener("submit", function (e) {
    e.preventDefault();
    if (sending) return;
    if (G.isTyped(document.activeElement)) G.settle(document.activeElement);
    save().then(function (ok) { return busy ? busy : ok; }).then(function (ok) {
      if (ok === false || dirty.size) return;
      sending = true;
      form.querySelectorAll("[name^=c]").forEach(function (el) { if (G.isTyped(el)) el.disabled = true; }); // all are saved
      var act = document.createElement("input");
      act.type = "hidden"; act.name = "act"; act.value = "submit";
      form.append(act);
      form.elements.csrfmiddlewaretoken.value = token();
      if (submit) submit.disabled = true;
      form.submit();
    });
  });

  // ---- what others type shows within half a minute, what the drawer does at once
  function ask(all) {
    if (busy || dirty.size) return;
    var checked = form.hasAttribute("data-checked") ? "&check=1" : "";
    fetch(form.action + "?since=" + form.elements.seen.value + checked + all, { redirect: "manual", credentials: "same-origin" })
      .then(function (r) { if (!r.ok) throw r; return r.json(); })
      .then(function (got) { if (got.marks && !busy && !dirty.size) G.redraw(got); }, function () { /* the next save will say it */ });
  }
  G.refresh = function () { ask("&all=1"); };
  setInterval(function () { if (!document.hidden) ask(""); }, 30000);
})(window.Grid);
