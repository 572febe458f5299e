import { Type, type Static, type TObject, type TProperties } from "typebox";
import { newId } from "../base/id.ts";
import type { Page } from "../base/page.ts";
import type { Db, Tx } from "../db/connection.ts";
import { defineRoute, type Route } from "../http/route.ts";
import {
  businessItemParams,
  businessParams,
  list,
  object,
  page,
  pageQuery,
} from "../http/shapes.ts";
import { acknowledging } from "./acknowledge-shapes.ts";
import { getOne, listPage, type Editable, type EditKey, type Key } from "./editable.ts";

export const readers = { who: "member", role: "staff", keyScope: "catalogue:read" } as const;
export const writers = { who: "member", role: "manager", keyScope: "catalogue:write" } as const;

type Asked = { limit?: number; cursor?: string };
type Acknowledging = { acknowledge?: string[] };

/** Something a business edits at `/v1/manage/businesses/{businessId}/{path}`, and the commands behind it. */
export type EditableThing<
  View extends TObject,
  Create extends TObject,
  Change extends TObject,
  Filter extends TObject,
> = {
  path: string;
  /** "a service" */
  one: string;
  /** "services" */
  many: string;
  editable: Editable<Static<View> & { id: string; version: number }>;
  view: View;
  create: Create;
  change: Change;
  creating: (tx: Tx, key: Key, input: Static<Create>) => Promise<Static<View>>;
  changing: (tx: Tx, key: EditKey, change: Static<Change>) => Promise<Static<View>>;
  removing: (tx: Tx, key: EditKey) => Promise<void>;
  /** A change may break what is sold: bodies accept `acknowledge`, and the command finds it in its key. */
  acknowledges?: true;
  /** Only for a custom list: its query parameters. */
  filter?: Filter;
  listing?: (
    db: Db,
    businessId: string,
    asked: Static<Filter> & Asked,
  ) => Promise<Page<Static<View>>>;
};

const TAG = "manage";

/** A change contains only the changed fields. `Type.Partial` alone would admit unknown fields. */
export function anyOf<Fields extends TProperties>(
  fields: Fields,
  options: { title?: string } = {},
) {
  return object(Type.Partial(object(fields)).properties, options);
}

/** List, read, create, change and remove: the same five routes for everything a business edits. */
export function editableRoutes<
  View extends TObject,
  Create extends TObject,
  Change extends TObject,
  Filter extends TObject = TObject<{}>,
>(thing: EditableThing<View, Create, Change, Filter>): Route[] {
  const { one, many, view } = thing;
  const url = manageUrl(thing.path);
  return [
    listRoute(thing),
    defineRoute({
      method: "GET",
      url: `${url}/:id`,
      summary: `Read ${one}`,
      tag: TAG,
      access: readers,
      params: businessItemParams,
      reply: { 200: view },
      run: async ({ db, params }) => answer(await getOne(db, thing.editable, params)),
    }),
    defineRoute({
      method: "POST",
      url,
      summary: `Create ${one}`,
      tag: TAG,
      access: writers,
      params: businessParams,
      body: thing.create,
      reply: { 201: view },
      problems: ["conflict"],
      run: async ({ tx, params, body, clock }) => {
        const key = { businessId: params.businessId, id: newId(clock.now()) };
        const headers = {
          location: `/v1/manage/businesses/${key.businessId}/${thing.path}/${key.id}`,
        };
        return { ...answer(await thing.creating(tx, key, body)), headers };
      },
    }),
    changeRoute(thing),
    defineRoute({
      method: "DELETE",
      url: `${url}/:id`,
      summary: `Remove ${one} that nothing depends on`,
      description: `Anything that was ever booked cannot be removed. If ${many} have \`active\`, set it to false instead.`,
      tag: TAG,
      access: writers,
      params: businessItemParams,
      ifMatch: true,
      reply: { 204: null },
      problems: ["conflict"],
      run: async ({ tx, params, ifMatch }) => {
        await thing.removing(tx, { ...params, version: ifMatch });
        return {};
      },
    }),
  ];
}

function listRoute<View extends TObject, Filter extends TObject>(
  thing: EditableThing<View, TObject, TObject, Filter>,
): Route {
  const { editable } = thing;
  const usual = (db: Db, businessId: string, asked: Asked) =>
    listPage(asked, (which) => editable.read(db, businessId, which));
  const listing = (thing.listing ?? usual) as typeof usual;
  return defineRoute({
    method: "GET",
    url: manageUrl(thing.path),
    summary: `List ${thing.many}`,
    tag: TAG,
    access: readers,
    params: businessParams,
    query: object({ ...thing.filter?.properties, ...pageQuery }),
    reply: { 200: page(thing.view) },
    run: async ({ db, params, query }) => answer(await listing(db, params.businessId, query)),
  });
}

function changeRoute<View extends TObject, Change extends TObject>(
  thing: EditableThing<View, TObject, Change, TObject>,
): Route {
  const { change, view } = thing;
  return defineRoute({
    method: "PATCH",
    url: `${manageUrl(thing.path)}/:id`,
    summary: `Change ${thing.one}`,
    tag: TAG,
    access: writers,
    params: businessItemParams,
    body: thing.acknowledges ? object({ ...change.properties, ...acknowledging }) : change,
    ifMatch: true,
    reply: { 200: view },
    problems: ["conflict"],
    run: async ({ tx, params, body, ifMatch }) => {
      const { acknowledge, ...changed } = body as Acknowledging;
      const key = { ...params, version: ifMatch, acknowledge };
      return answer(await thing.changing(tx, key, changed as Static<Change>));
    },
  });
}

/** `PUT …/{path}/{id}/{name}` with `{ [name]: [...] }`: replaces a whole collection, under the version of its owner. */
export function replaceRoute<View extends TObject, Item extends TObject>(route: {
  path: string;
  name: string;
  summary: string;
  item: Item;
  min?: number;
  max: number;
  view: View;
  acknowledges?: true;
  replacing: (tx: Tx, key: EditKey, items: Static<Item>[]) => Promise<Static<View>>;
}): Route {
  const { name, item, min = 0, max, view } = route;
  return defineRoute({
    method: "PUT",
    url: `${manageUrl(route.path)}/:id/${name}`,
    summary: route.summary,
    tag: TAG,
    access: writers,
    params: businessItemParams,
    body: object({ [name]: list(item, max, min), ...(route.acknowledges && acknowledging) }),
    ifMatch: true,
    reply: { 200: view },
    problems: ["conflict"],
    run: async ({ tx, params, body, ifMatch }) => {
      const items = (body as Record<string, Static<Item>[]>)[name] ?? [];
      const { acknowledge } = body as Acknowledging;
      return answer(await route.replacing(tx, { ...params, version: ifMatch, acknowledge }, items));
    },
  });
}

function manageUrl(path: string): string {
  return `/v1/manage/businesses/:businessId/${path}`;
}

/** The compiler cannot type a schema that is still a parameter; the callers' types are checked. */
function answer(body: unknown): { body: never } {
  return { body: body as never };
}
