-- Who may read and write which rows of this room's tables. Engine functions see all rows.

drop policy if exists engine on event_seals;
create policy engine on event_seals to holdfast_engine using (true) with check (true);

drop policy if exists platform on event_seals;
create policy platform on event_seals to holdfast_app
  using ((select app_scope()) = 'platform')
  with check ((select app_scope()) = 'platform');
