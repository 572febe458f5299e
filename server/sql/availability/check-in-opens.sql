-- How many minutes before its start an item of an offering can be checked in: 60 for fixed times, three hours for a
-- coach, a day for a room.
create or replace function check_in_opens(o offerings) returns int immutable language sql as $$
  select coalesce(o.check_in_opens_minutes, case o.kind when 'route' then 180 when 'roomType' then 1440 else 60 end)
$$;

alter function check_in_opens(offerings) owner to holdfast_engine;
revoke all on function check_in_opens(offerings) from public;
grant execute on function check_in_opens(offerings) to holdfast_app;
