// A day that the calendar cannot read stays as it was typed, for the form to say so; it would become today without a word.
"use strict";
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
