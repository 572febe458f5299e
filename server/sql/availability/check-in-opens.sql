-- How long before its start what is bought of an offering can be checked in, in minutes: an hour for what is at a fixed
-- time, three for a coach, a day for a room.
create or replace function check_in_opens(o offerings) returns int immutable language sql as $$
  select coalesce(o.check_in_opens_minutes, case o.kind when 'route' then 180 when 'roomType' then 1440 else 60 end)
$$;

alter function check_in_opens(offerings) owner to holdfast_engine;
revoke all on function check_in_opens(offerings) from public;
grant execute on function check_in_opens(offerings) to holdfast_app;
