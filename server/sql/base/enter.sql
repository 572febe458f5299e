create or replace function enter(context jsonb) returns void volatile language sql as $$
  select set_config('app.scope', coalesce(context->>'scope', 'public'), true),
         set_config('app.business_id', coalesce(context->>'businessId', ''), true),
         set_config('app.user_id', coalesce(context->>'userId', ''), true),
         set_config('app.actor', coalesce(context->>'actor', ''), true),
         set_config('app.request_id', coalesce(context->>'requestId', ''), true),
         set_config('app.ip', coalesce(context->>'ip', ''), true),
         set_config('app.now', coalesce(context->>'now', ''), true)
$$;
