-- A route with the fares between the requested pairs of stops: from_stops[n] to to_stops[n].
create or replace function route_facts(business uuid, route uuid, from_stops uuid[], to_stops uuid[]) returns json
stable security definer set search_path = public, pg_temp language plpgsql as $$
begin
  return (
    select json_build_object(
      'businessId', r.business_id, 'businessName', json_build_object('ar', b.name_ar, 'en', b.name_en),
      'offeringId', r.id, 'name', json_build_object('ar', o.name_ar, 'en', o.name_en),
      'catalogueVersion', catalogue_version(r.business_id),
      'currency', b.currency, 'onSale', o.active, 'priceMinor', r.price_minor,
      'leadMinutes', o.lead_minutes, 'horizonDays', o.horizon_days, 'terms', offering_terms(o),
      'fares', coalesce((
        select json_agg(json_build_object('from', f.from_stop_id, 'to', f.to_stop_id, 'class', f.class,
                                          'priceMinor', f.price_minor))
        from (select distinct p.a, p.b from unnest(from_stops, to_stops) p (a, b)) p
        join fares f on f.business_id = r.business_id and f.route_id = r.id
          and f.from_stop_id = p.a and f.to_stop_id = p.b), '[]'))
    from routes r
    join offerings o on o.business_id = r.business_id and o.id = r.id
    join businesses b on b.id = r.business_id
    where r.business_id = business and r.id = route);
end $$;

alter function route_facts(uuid,uuid,uuid[],uuid[]) owner to holdfast_engine;
alter function route_facts(uuid,uuid,uuid[],uuid[])
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off;
revoke all on function route_facts(uuid,uuid,uuid[],uuid[]) from public;
