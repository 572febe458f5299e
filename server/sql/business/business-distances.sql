-- Distance in metres to the nearest open location of each approved business: great circle by the haversine formula on
-- a sphere of 6,371 km. Runs as the engine, to read every location once rather than once more per row for the policy.
create or replace function business_distances(latitude double precision, longitude double precision)
returns table (id uuid, meters bigint)
stable security definer set search_path = public, pg_temp rows 1000 language sql as $$
  select l.business_id, min(round(2 * 6371000 * asin(least(1, sqrt(
    power(sin(radians(l.latitude - $1) / 2), 2)
    + cos(radians($1)) * cos(radians(l.latitude)) * power(sin(radians(l.longitude - $2) / 2), 2))))))::bigint
  from locations l join businesses b on b.id = l.business_id and business_is_public(b.status)
  where l.active and l.latitude is not null
  group by l.business_id
$$;

alter function business_distances(double precision,double precision) owner to holdfast_engine;
revoke all on function business_distances(double precision,double precision) from public;
grant execute on function business_distances(double precision,double precision) to holdfast_app;
