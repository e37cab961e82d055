import type { Life } from '../life.ts'

type Brief = Pick<
  Life,
  | 'key'
  | 'given'
  | 'family'
  | 'sex'
  | 'born'
  | 'mails'
  | 'phones'
  | 'town'
  | 'zip'
  | 'region'
  | 'street'
  | 'since'
> &
  Partial<Life>
const spend = (...days: number[]) => days.map((day) => ({ day, cents: 4990 }))

/** Five women of one name: a name alone never chooses. */
const marias: Life[] = (
  [
    ['1958-02-11', 'Gijón', '33202', '+34608010101', 'maria.garcia58@casa.example'],
    ['1971-07-30', 'Madrid', '28013', '+34608020202', 'mgarcia.lopez@buzon.example'],
    ['1984-10-05', 'Sevilla', '41003', '+34608030303', 'maria.gl@correo.example'],
    ['1990-01-22', 'Bilbao', '48005', '+34608040404', 'mariagarlop@mail.example'],
    ['2001-05-17', 'Madrid', '28045', '+34608050505', 'm.garcia01@mensajes.example'],
  ] as const
).map(
  ([born, town, zip, phone, mail], i): Life => ({
    key: `maria${i + 1}`,
    given: 'María',
    family: 'García López',
    sex: 'f',
    born,
    town,
    zip,
    region: town,
    street: `Calle Mayor, ${i * 8 + 2}`,
    mails: [mail],
    phones: [phone],
    since: 300 + i * 200,
    shop: [{}],
    orders: spend(-20 - i * 9, -160),
    ...(i % 2 === 0 && { till: { card: `9724 0002 000${i + 1}`, shop: 'Gran Vía' as const } }),
  }),
)

const people: Brief[] = [
  /** One telephone, two surnames: the shop's Carmen and the till's J. Ortega. */
  {
    key: 'carmen',
    given: 'Carmen',
    family: 'Ibáñez Soler',
    sex: 'f',
    born: '1969-08-14',
    mails: ['carmen.ibanez@correo.example'],
    phones: ['+34609101112'],
    street: 'Calle San Vicente, 77',
    zip: '03002',
    town: 'Alicante',
    region: 'Comunitat Valenciana',
    since: 900,
    shop: [{}],
    orders: spend(-15, -70, -300),
    surveys: [{ kind: 'nps', score: 8, day: -50, channel: 'mail' }],
  },
  {
    key: 'ortega',
    given: 'Joaquín',
    family: 'Ortega Pla',
    sex: 'm',
    born: '1966-02-02',
    mails: [],
    phones: ['+34609101112'],
    street: 'Calle San Vicente, 77',
    zip: '03002',
    town: 'Alicante',
    region: 'Comunitat Valenciana',
    since: 500,
    till: { name: 'J. ORTEGA', phone: '609 10 11 12', bare: true, card: '9724 0003 0001' },
    tickets: [{ day: -33, shop: 'Maisonnave' }],
  },
  /** A family with one mail and one telephone between them. */
  ...(
    [
      ['serrano-padre', 'Andrés', 'Serrano Cano', 'm', '1972-04-04'],
      ['serrano-madre', 'Pilar', 'Gómez Rubio', 'f', '1974-11-23'],
      ['serrano-hija', 'Noa', 'Serrano Gómez', 'f', '2004-06-01'],
    ] as const
  ).map(
    ([key, given, family, sex, born], i): Brief => ({
      key,
      given,
      family,
      sex,
      born,
      mails: ['familia.serrano@casa.example'],
      phones: ['+34610111213'],
      street: 'Calle Cervantes, 4',
      zip: '18005',
      town: 'Granada',
      region: 'Andalucía',
      since: 800 - i * 200,
      ...(i < 2 ? { shop: [{}], orders: spend(-18 - i * 40, -190) } : {}),
      ...(i > 0 && {
        till: { name: `${given} ${family}`, card: `9724 0004 000${i}` },
        relations: [
          { kind: 'household' as const, name: 'Familia Serrano Gómez', role: i === 1 ? 'madre' : 'hija' },
        ],
      }),
    }),
  ),
  /** Writes from info@, for a company with its own account. */
  {
    key: 'marta',
    given: 'Marta',
    family: 'Vidal Puig',
    sex: 'f',
    born: '1980-09-09',
    mails: ['marta.vidal@reformasvidal.example'],
    phones: ['+34611121314'],
    street: 'Gran Via, 601',
    zip: '08007',
    town: 'Barcelona',
    region: 'Catalunya',
    language: 'ca',
    since: 1500,
    shop: [
      { mail: 'marta.vidal@reformasvidal.example', company: 'Reformas Vidal Puig SL', segment: 'empresa' },
    ],
    desk: { mail: 'info@reformasvidal.example' },
    till: {
      mail: 'marta.vidal@reformasvidal.example',
      card: '9724 0005 0001',
      tier: 'plata',
      shop: 'Diagonal',
      points: 2100,
    },
    orders: [-4, -35, -80, -120, -200, -290].map((day) => ({
      day,
      cents: 42_900,
      why: 'obra',
      ...(day > -5 && { state: 'packed' as const, promised: 2 }),
    })),
    requests: [
      {
        subject: 'Factura con el CIF nuevo',
        queue: 'Consultas',
        status: 'open',
        day: -2,
        dueIn: 3,
        matter: 'factura',
        words: [['c', -2, 'Cambió el CIF de la empresa.']],
      },
    ],
    relations: [
      {
        kind: 'company',
        name: 'Reformas Vidal Puig SL',
        role: 'compras',
        since: '2021-03-01',
        parent: 'Grupo Vidal',
        cents: 1_840_000,
      },
      {
        kind: 'company',
        name: 'Sofia Almeida Costa',
        role: 'interiorismo',
        parent: 'Reformas Vidal Puig SL',
        card: '9724 0010 0001',
      },
      {
        kind: 'company',
        name: 'Inés Aguilar Mora',
        role: 'obra',
        parent: 'Reformas Vidal Puig SL',
        card: '9724 0007 0001',
      },
    ],
  },
  /** Same name, same door, thirty-three years apart. */
  {
    key: 'manuel-padre',
    given: 'Manuel',
    family: 'Romero Castro',
    sex: 'm',
    born: '1951-01-01',
    mails: ['manuel.romero@casa.example'],
    phones: ['+34612131415', '+34954112233'],
    street: 'Calle Sagasta, 30',
    zip: '41001',
    town: 'Sevilla',
    region: 'Andalucía',
    since: 2400,
    shop: [{ phone: '954 11 22 33' }],
    till: { name: 'Manuel Romero Castro', card: '9724 0006 0001', phone: '954112233' },
    orders: spend(-50, -400),
    preferences: { address: 'usted' },
  },
  {
    key: 'manuel-hijo',
    given: 'Manuel',
    family: 'Romero Castro',
    sex: 'm',
    born: '1984-05-20',
    mails: ['manu.romero84@buzon.example'],
    phones: ['+34612141516', '+34954112233'],
    street: 'Calle Sagasta, 30',
    zip: '41001',
    town: 'Sevilla',
    region: 'Andalucía',
    since: 1100,
    shop: [{ phone: '95 411 22 33' }],
    orders: spend(-12, -60),
    preferences: { address: 'tú' },
  },
  /** One number, two owners in time. */
  {
    key: 'tomas',
    given: 'Tomás',
    family: 'Herrero Blanco',
    sex: 'm',
    born: '1960-07-07',
    mails: ['tomas.herrero@mensajes.example'],
    phones: ['+34613151617'],
    street: 'Calle de la Paz, 2',
    zip: '26001',
    town: 'Logroño',
    region: 'La Rioja',
    since: 2500,
    shop: [{ updated: 2100 }],
    orders: spend(-2100, -2200),
  },
  {
    key: 'ines',
    given: 'Inés',
    family: 'Aguilar Mora',
    sex: 'f',
    born: '1997-03-27',
    mails: ['ines.aguilar@correo.example'],
    phones: ['+34613151617'],
    street: 'Calle del Carmen, 19',
    zip: '46003',
    town: 'Valencia',
    region: 'Comunitat Valenciana',
    since: 200,
    till: { name: 'INES AGUILAR MORA', card: '9724 0007 0001', shop: 'Colón' },
    tickets: [{ day: -10, shop: 'Colón' }],
  },
  /** Twins: everything alike but the given name. */
  ...(['Claudia', 'Carla'] as const).map(
    (given, i): Brief => ({
      key: given.toLowerCase(),
      given,
      family: 'Ferrer Bosch',
      sex: 'f',
      born: '1999-10-10',
      mails: [`${given.toLowerCase()}.ferrer@mail.example`],
      phones: [`+3461416171${i}`],
      street: 'Carrer Nou, 8',
      zip: '07001',
      town: 'Palma',
      region: 'Illes Balears',
      language: 'ca',
      since: 400,
      shop: [{}],
      orders: spend(-25 - i, -100),
      till: { name: `C. FERRER BOSCH`, card: `9724 0008 000${i + 1}` },
    }),
  ),
  /** The till has his surnames the other way round; the shop has him twice. */
  {
    key: 'ignacio',
    given: 'Ignacio',
    family: 'Prieto Santos',
    sex: 'm',
    born: '1977-12-12',
    mails: ['ignacio.prieto@correo.example', 'nacho@trabajo.example'],
    phones: ['+34615171819'],
    street: 'Plaza de España, 1',
    zip: '39001',
    town: 'Santander',
    region: 'Cantabria',
    since: 1300,
    shop: [{}, { mail: 'nacho@trabajo.example', given: 'Nacho', bare: true, created: 200 }],
    till: { name: 'SANTOS PRIETO, IGNACIO', card: '9724 0009 0001', phone: '(+34) 615 171 819' },
    orders: [...spend(-90, -340), { day: -11, cents: 7490, account: 1 }],
    desk: {},
  },
  /** Portuguese, married: the helpdesk still has the name she came with. */
  {
    key: 'sofia',
    given: 'Sofia',
    family: 'Almeida Costa',
    sex: 'f',
    born: '1988-08-08',
    mails: ['sofia.almeida@mail.example'],
    phones: ['+34616181920'],
    street: 'Rúa do Príncipe, 22',
    zip: '36202',
    town: 'Vigo',
    region: 'Galicia',
    language: 'pt',
    since: 1200,
    shop: [{}],
    desk: { family: 'Ferreira Costa' },
    orders: spend(-14, -120, -500),
    preferences: { address: 'tú', language: 'pt' },
    till: { card: '9724 0010 0001', shop: 'Príncipe' },
    requests: [
      {
        subject: 'Troca de tamanho',
        queue: 'Consultas',
        status: 'open',
        day: -1,
        dueIn: 4,
        channel: 'chat',
        matter: 'cambio',
        words: [['c', -1, 'Boa tarde, queria trocar por um número acima.']],
      },
    ],
  },
]
export const doubt: readonly Life[] = [...marias, ...people]
