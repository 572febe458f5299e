-- Whether a location lies in a city, given by two patterns of word_pattern(): by its own city, or by its business's when
-- it names none. Has no settings of its own, so that the planner inlines it.
create or replace function in_city(location_words text, business_words text, plain text, article text) returns boolean
immutable parallel safe language sql as $$
  select location_words like plain or location_words like article
    or location_words = '  ' and (business_words like plain or business_words like article)
$$;

alter function in_city(text,text,text,text) owner to holdfast_engine;
revoke all on function in_city(text,text,text,text) from public;
