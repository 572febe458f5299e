-- An order's refusal as place_orders() returns it: the state and detail of the error that other commands raise.
create or replace function refused(state text, detail jsonb) returns jsonb immutable parallel safe language sql as
  $$ select jsonb_build_object('outcome', 'refused', 'state', state, 'detail', detail) $$;

-- The same for what somebody else has. missed: [{itemId, unitId, seatNo}]. contended: a candidate was passed over because
-- another transaction had it locked. overdue: an expired hold is in the way.
create or replace function refused_taken(kind text, missed jsonb, contended boolean, overdue boolean) returns jsonb
immutable parallel safe language sql as $$
  select public.refused('HF001', jsonb_build_object('kind', kind, 'missed', missed, 'contended', contended, 'overdue', overdue))
$$;

-- The same for what has begun.
create or replace function refused_begun() returns jsonb immutable parallel safe language sql as $$
  select public.refused('HF007', '{"reasons": [{"rule": "already-begun", "message": {'
    '"ar": "بدأ هذا الموعد، فلا يمكن حجزه.", "en": "This has already started and cannot be booked."}}]}')
$$;
