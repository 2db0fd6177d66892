/* The builder shows only what the kind chosen asks for; without script everything stays in sight. */
(function () {
  "use strict";
  var form = document.getElementById("builder");
  if (!form) return;
  function narrow() {
    var kind = form.querySelector("[name=kind]:checked"), counts = form.elements.aggregate.value === "count";
    form.querySelectorAll("[data-kind]").forEach(function (one) { one.hidden = !!kind && one.dataset.kind.split(" ").indexOf(kind.value) < 0; });
    var column = form.elements.column.closest(".field");
    column.hidden = counts;
  }
  form.addEventListener("change", narrow);
  narrow();
})();
