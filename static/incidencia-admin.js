// A day that the calendar cannot read stays as it was typed, for the form to say so; it would become today without a word.
"use strict";
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
document.addEventListener("keydown", ({ key, target }) => {
  const field = jQuery(target);
  if (key === "Escape" && field.data("xdsoft_datetimepicker")) field.datetimepicker("hide");
});
