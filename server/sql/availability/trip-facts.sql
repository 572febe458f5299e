create or replace function trip_facts(t trips, stops json) returns json stable set search_path = public, pg_temp language plpgsql as $$
begin
  return json_build_object('id', t.id, 'origin', floor(date_part('epoch', t.origin_at))::bigint,
    'cancelled', t.status <> 'scheduled', 'stops', stops);
end $$;

alter function trip_facts(trips,json) owner to holdfast_engine;
revoke all on function trip_facts(trips,json) from public;
