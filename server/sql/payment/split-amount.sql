-- Splits an amount: first each item gets up to what it lacks, in order; the rest is split in proportion to the
-- weights, each part being the step of the running total; without any weight the first gets it.
create or replace function split_amount(amount bigint, lacking bigint[], weights bigint[]) returns bigint[]
immutable set search_path = public, pg_temp language plpgsql as $$
declare
  parts bigint[] := '{}';
  left_over bigint := amount;
  total numeric := 0;
  weighed numeric := 0;
  given bigint := 0;
  up_to bigint;
  n int;
begin
  for n in 1 .. cardinality(lacking) loop
    parts := parts || least(left_over, greatest(0, lacking[n]));
    left_over := left_over - parts[n];
    total := total + greatest(0, weights[n]);
  end loop;
  if left_over = 0 then return parts; end if;
  if total = 0 then
    parts[1] := parts[1] + left_over;
    return parts;
  end if;
  for n in 1 .. cardinality(lacking) loop
    weighed := weighed + greatest(0, weights[n]);
    up_to := floor(left_over * weighed / total + 0.5);
    parts[n] := parts[n] + up_to - given;
    given := up_to;
  end loop;
  return parts;
end $$;

alter function split_amount(bigint, bigint[], bigint[]) owner to holdfast_engine;
revoke all on function split_amount(bigint, bigint[], bigint[]) from public;
