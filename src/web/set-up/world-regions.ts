/**
 * The regional organisations whose conventions a State may join, by the `scope` of conventions in a questionnaire:
 * members of the African Union, the Organization of American States, the League of Arab States, the Council of Europe.
 * A proposal only: what is in force, people say.
 */
const MEMBERS: Readonly<Record<string, string>> = {
  africa:
    'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG ' +
    'RW SC SD SL SN SO SS ST SZ TD TG TN TZ UG ZA ZM ZW',
  americas: 'AG AR BB BO BR BS BZ CA CL CO CR CU DM DO EC GD GT GY HN HT JM KN LC MX NI PA PE PY SR SV TT US UY VC VE',
  arab_states: 'AE BH DJ DZ EG IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TN YE',
  europe:
    'AD AL AM AT AZ BA BE BG CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT ' +
    'RO RS SE SI SK SM TR UA',
}

/** Whether a convention of that scope may concern a country: one of its world region, and every one that has no region. */
export function mayConcern(scope: string, country: string | null): boolean {
  const members = MEMBERS[scope]
  return members === undefined || (country !== null && members.split(' ').includes(country))
}
