// Before any calendar is drawn: left to itself, it puts another day in the place of one that does not exist (3 March
// for 31 February), and the present minute in the place of words. What was typed stays, and the server says what is
// wrong with it.
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
