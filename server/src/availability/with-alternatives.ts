/**
 * Adds the alternatives to a refusal, worked out when they are first asked for: of a verdict on cached facts nobody asks
 * more than whether it is bookable, and such facts say too little about other days.
 */
export function withAlternatives<Refusal extends object>(
  refusal: Refusal,
  find: () => unknown[],
): Refusal & { alternatives: unknown[] } {
  let found: unknown[] | undefined;
  return {
    ...refusal,
    get alternatives() {
      return (found ??= find());
    },
  };
}
