-- Whether this name is a gateway that takes cards.
create or replace function takes_cards(gateway text) returns boolean
stable set search_path = public, pg_temp language plpgsql as $$
begin
  return (select g.takes_cards from gateways g where g.name = gateway);
end $$;

alter function takes_cards(text) owner to holdfast_engine;
revoke all on function takes_cards(text) from public;
grant execute on function takes_cards(text) to holdfast_app;
