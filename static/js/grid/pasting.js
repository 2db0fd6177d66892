/* The report grid: a block from Excel, by place or by the names of its rows. */
(function (G) {
  "use strict";
  if (!G || !G.writable) return;
  var words = G.words;

  function parse(text) { // TSV as Excel puts it on the clipboard; a cell with a tab, newline or quote is quoted, its quotes doubled
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
    if (el.inputMode !== "decimal") return text;
    text = text.replace(/[０-９．－＋，％]/g, function (s) { return String.fromCharCode(s.charCodeAt(0) - 0xfee0); }).replace(/[\s\u00a0]/g, "");
    return /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replace(/,/g, "") : text;
  }
  function bare(text) { return text.replace(/[,%\s]/g, ""); }
  function some(texts) { return texts.some(function (text) { return text.trim(); }); }

  function headless(t, block) { // the header was copied along
    var names = Array.prototype.map.call(t.heads, function (th, c) { return G.headName(t, c); });
    var known = block[0].filter(function (text) { return names.indexOf(text.trim()) >= 0; });
    return block.length > 1 && known.length > 1 ? block.slice(1) : block;
  }
  function byName(t, block) { // the first column holds the rows' names: each line goes to its own row
    var names = t.rows.map(function (tds, r) { return G.rowName(t, r); });
    var found = block.map(function (line) { return names.indexOf(line[0].trim()); });
    var known = found.filter(function (r) { return r >= 0; }).length;
    return block[0].length > 1 && known && known * 2 >= block.length ? found : null;
  }

  function paste(el, block) {
    var p = G.pos(el), t = p.t, list = [], left = { below: 0, right: 0, fixed: 0, unknown: [] }, r = p.r;
    block = headless(t, block);
    var named = byName(t, block);
    block.forEach(function (line, i) {
      if (named) { r = named[i]; if (r < 0) { if (some(line)) left.unknown.push(line[0].trim()); return; } line = line.slice(1); }
      else while (G.hidden(t, r)) r++;
      if (!t.rows[r]) { left.below += some(line) ? 1 : 0; return; }
      line.forEach(function (text, j) {
        var td = t.rows[r][p.c + j], cell = G.at(t, r, p.c + j);
        if (cell && G.isTyped(cell)) list.push([cell, clean(text, cell)]);
        else if (!td) left.right = Math.max(left.right, text.trim() ? p.c + j + 1 - t.heads.length : 0);
        else if (text.trim() && bare(td.textContent) !== bare(text)) left.fixed++;
      });
      r++;
    });
    G.settle(el);
    say(G.change(list), left);
  }
  function say(done, left) {
    var text = [G.fill(words.pasted, done)];
    if (left.below) text.push(G.fill(words.below, left.below));
    if (left.right) text.push(G.fill(words.right, left.right));
    if (left.fixed) text.push(G.fill(words.fixed, left.fixed));
    if (left.unknown.length) text.push(G.fill(words.unknown, left.unknown.slice(0, 5).join(", ")));
    G.tell(text.join(" "));
  }

  G.form.addEventListener("paste", function (e) {
    var el = e.target, text = e.clipboardData && e.clipboardData.getData("text/plain");
    if (!G.isTyped(el) || !G.pos(el) || !text) return;
    var block = parse(text);
    if (block.length === 1 && block[0].length === 1) return; // one value: the browser does it
    e.preventDefault();
    paste(el, block);
  });
})(window.Grid);
