-- The facts of many items, in the order of the questions; null where the caller cannot see what is asked about. One
-- call, and so one snapshot, for the items of many orders.
-- questions: [{kind, id, at, exempt?, around?, staff?, from?, to?, mostNext?, firstNight?, lastNight?}]
create or replace function item_facts(questions jsonb) returns json
stable set search_path = public, pg_temp language plpgsql as $$
begin
  return (
    select coalesce(json_agg(case q.kind
      when 'appointment' then appointment_facts(q.id, q.staff, to_timestamp(q.around), null, q.at, q.exempt)
      when 'rental' then rental_facts(q.id, to_timestamp(q.around), null, q.at, q.exempt)
      when 'seat' then seat_facts(q.id, q.from_stop, q.to_stop, q.at, q.most_next)
      when 'stay' then stay_facts(q.id, q.first_night, q.last_night, q.at)
    end order by q.n), '[]')
    from rows from (jsonb_to_recordset(questions) as (
        kind text, id uuid, at timestamptz, exempt text[], around float8, staff uuid, "from" uuid, "to" uuid,
        "mostNext" int, "firstNight" date, "lastNight" date))
      with ordinality
      q (kind, id, at, exempt, around, staff, from_stop, to_stop, most_next, first_night, last_night, n));
end $$;

revoke all on function item_facts(jsonb) from public;
grant execute on function item_facts(jsonb) to holdfast_app;
