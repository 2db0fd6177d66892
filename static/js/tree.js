/* The tree by keyboard: up and down through what is shown, right opens, left closes, Enter chooses. Links work without. */
(function () {
  "use strict";
  var box = document.getElementById("grown"), about = document.getElementById("about");
  if (!box) return;

  function items() {
    return [].filter.call(box.querySelectorAll("[role=treeitem]"), function (li) { return li.offsetParent; });
  }
  function twist(li) { return li.querySelector(":scope > .row1 > a.twist"); }
  function group(li) { return li.querySelector(":scope > [role=group]"); }
  function stop(li, on) {
    [].forEach.call(li.querySelectorAll(":scope > .row1 a"), function (a) { a.tabIndex = on && !a.classList.contains("twist") ? 0 : -1; });
  }
  function rove(li, focus) {
    [].forEach.call(box.querySelectorAll("[role=treeitem]"), function (one) { one.tabIndex = -1; stop(one, false); });
    if (!li) return;
    li.tabIndex = 0;
    stop(li, true);
    if (focus) li.focus();
  }
  function settle() {
    var now = box.querySelector("[role=treeitem][tabindex='0']");
    rove(now && now.offsetParent ? now : box.querySelector(".hit") || items()[0], false);
  }
  function unfold(li, open) {
    var ul = group(li);
    if (!ul) return;
    li.setAttribute("aria-expanded", open ? "true" : "false");
    if (open && ul.classList.contains("unread")) window.htmx.trigger(twist(li), "unfold");
    else ul.hidden = !open;
  }
  function choose(li) {
    [].forEach.call(box.querySelectorAll("[aria-selected=true]"), function (one) { one.removeAttribute("aria-selected"); });
    li.setAttribute("aria-selected", "true");
  }

  box.addEventListener("click", function (e) {
    var a = e.target.closest("a"), li = e.target.closest("[role=treeitem]");
    if (!li) return;
    rove(li, !a);
    if (a && a.classList.contains("twist")) {
      e.preventDefault();
      unfold(li, li.getAttribute("aria-expanded") !== "true");
    } else if (a && a.classList.contains("name")) choose(li);
  });

  box.addEventListener("keydown", function (e) {
    var li = e.target.closest("[role=treeitem]");
    if (!li || e.altKey || e.ctrlKey || e.metaKey) return;
    var all = items(), at = all.indexOf(li), to = null, open = li.getAttribute("aria-expanded");
    if (e.key === "ArrowDown") to = all[at + 1];
    else if (e.key === "ArrowUp") to = all[at - 1];
    else if (e.key === "Home") to = all[0];
    else if (e.key === "End") to = all[all.length - 1];
    else if (e.key === "ArrowRight") {
      if (open === "false") unfold(li, true);
      else if (open === "true") to = all[at + 1];
    } else if (e.key === "ArrowLeft") {
      if (open === "true") unfold(li, false);
      else to = li.parentNode.closest("[role=treeitem]");
    } else if ((e.key === "Enter" || e.key === " ") && e.target === li) li.querySelector(".name").click();
    else return;
    e.preventDefault();
    if (to) rove(to, true);
  });

  document.body.addEventListener("htmx:afterSettle", function (e) {
    if (e.detail.target && e.detail.target.id === "about" && window.matchMedia("(max-width: 1023.98px)").matches) {
      about.scrollIntoView();
      about.focus();
    }
    settle();
  });
  settle();
})();
