-- Why: functions that older migrations made and no file in sql/ makes. Locks: none.

drop function if exists app_ignored_booking();
drop function if exists lock_nights(bookings, wanted);
