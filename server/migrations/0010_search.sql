-- Why: searching trips and stays across all businesses. What is free may be counted by everybody and read
-- by nobody, so the counting runs as holdfast_engine; these functions only narrow down and put in order,
-- the rules decide in the program.
-- Locks: rewrites stops, locations and businesses for their new columns, and indexes tables, all small.
-- Applied before as: 64487a63c21118053ba175385adc46151dd25c73158921db81b642729da72987

-- Words for "begins with, anywhere": one space before each word, whatever stood between them.
create function word_text(words text) returns text immutable parallel safe language sql as $$
  select ' ' || translate(search_fold(words), '-–_/\,.;:،؛()[]''"', '                 ')
$$;

alter table stops add column words text generated always as
  (word_text(name_ar || ' ' || name_en || ' ' || city_ar || ' ' || city_en)) stored;
alter table locations add column city_words text generated always as
  (word_text(city_ar || ' ' || city_en)) stored;
alter table businesses add column city_words text generated always as
  (word_text(city_ar || ' ' || city_en)) stored;
create index stops_words on stops using gin (words gin_trgm_ops);
create index locations_city_words on locations using gin (city_words gin_trgm_ops);
create index businesses_city_words on businesses using gin (city_words gin_trgm_ops);

create index journeys_route on journeys (business_id, route_id);
create index trips_origin on trips (business_id, journey_id, origin_at);
create index offerings_location on offerings (business_id, location_id);
create index locations_id on locations (id);
create index room_types_price on room_types (price_minor, id);
