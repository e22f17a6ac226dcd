// Opens the second number of a pair when the tick asks for it; without this script it is opened by hand.
const form = document.querySelector("[data-definition]");
const tick = form?.querySelector("input[name=is_pair]");
const second = form?.querySelector("[data-second]");

function follow() {
  second.hidden = !tick.checked;
  second.open = tick.checked;
}

if (tick && second) {
  tick.addEventListener("change", follow);
  follow();
}
