/** As far as a person may have to mend something about a user. */
export type TroubledUser = {
  readonly user: string;
  /** What its Secret lacks, if anything. */
  readonly problem?: string | undefined;
  /** In which words the service refused lately to make it what it is to be. */
  readonly refused?: string | undefined;
};

/** What a person has to mend about the first of these users that needs it. @param service as people call it, such as Kafka */
export function stallOfUsers(
  service: string,
  users: readonly TroubledUser[],
): { readonly reason: string; readonly message: string } | undefined {
  const { user, problem, refused } = users.find((one) => one.problem !== undefined || one.refused !== undefined) ?? {};
  if (problem !== undefined) return { reason: 'InvalidSecret', message: problem };
  return refused === undefined
    ? undefined
    : { reason: 'RefusedUser', message: `spec.users: ${service} refuses ${user}: ${refused}`.slice(0, 900) };
}
