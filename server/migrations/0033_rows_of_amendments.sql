-- Why: an amendment kept its items as the API showed them once, so a change of words in the API could not reach them. They are
-- kept as rows from now on, like the items of a booking, and shown like these. Locks: amendments, while its rows are written.

alter table amendments disable trigger user;

update amendments set items = coalesce((
  select jsonb_agg(jsonb_build_object('id', i->'id', 'price_before_minor', i->'price'->'before'->'amount',
    'price_after_minor', i->'price'->'after'->'amount') || sides.rows order by n)
  from jsonb_array_elements(items) with ordinality e (i, n)
  cross join lateral (
    select jsonb_object_agg(side, case when jsonb_typeof(i->side) = 'object' then jsonb_build_object(
      'id', i->side->'id', 'kind', i->side->'kind', 'offering_id', i->side->'offeringId',
      'starts_at', i->side->'startsAt', 'ends_at', i->side->'endsAt', 'quantity', i->side->'quantity',
      'price_minor', i->side->'price'->'amount', 'due_minor', i->side->'due'->'amount',
      'acceptance', i->side->'acceptance', 'cancel_policy', i->side->'cancelPolicy',
      'fee_floor_minor', i->side->'feeFloor'->'amount',
      'details', (i->side->'details') || jsonb_build_object('name', i->side->'name'),
      'units', coalesce((
        select jsonb_agg(jsonb_build_object('id', u.id)) from jsonb_array_elements_text(i->side->'unitIds') u (id)), '[]'))
    else 'null' end) as rows
    from (values ('before'), ('after')) v (side)) sides), '[]');

alter table amendments enable trigger user;
