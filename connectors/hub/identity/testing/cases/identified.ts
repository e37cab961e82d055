import { type Case, told } from './case.ts'

const P = '612345678'
const Q = '677889900'
/** Hard ones in which the right answer is one person, and the card must say so. */
export const identified: Case[] = [
  {
    name: 'one system, one phone',
    records: [told('shop/1', 'ana', { name: 'Ana Ruiz Soler', phone: P })],
    hints: { phone: '+34 612 34 56 78' },
    outcome: 'identified',
    person: ['shop/1'],
  },
  {
    name: 'Mª José García is MARIA JOSE GARCIA',
    records: [
      told('shop/1', 'mj', { name: 'María José García López', phone: P }),
      told('desk/1', 'mj', { name: 'GARCIA, Mª JOSE', phone: '0034612345678' }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['desk/1', 'shop/1'],
  },
  {
    name: 'second surname missing',
    records: [
      told('shop/1', 'a', { given: 'Lucía', family: 'Serrano Gil', mail: 'lu@correo.es' }),
      told('desk/1', 'a', { given: 'Lucia', family: 'Serrano', mail: 'LU@correo.es' }),
    ],
    hints: { mail: 'lu@correo.es' },
    outcome: 'identified',
    person: ['desk/1', 'shop/1'],
  },
  {
    name: 'surnames swapped',
    records: [
      told('shop/1', 'a', { given: 'Iván', family: 'Rey Castaño', mail: 'ivan@correo.es' }),
      told('desk/1', 'a', { given: 'Iván', family: 'Castaño Rey', mail: 'ivan@correo.es' }),
    ],
    hints: { mail: 'ivan@correo.es' },
    outcome: 'identified',
    person: ['desk/1', 'shop/1'],
  },
  {
    name: "name and surname in each other's box",
    records: [
      told('shop/1', 'a', { given: 'Robles', family: 'Nerea', mail: 'n@correo.es' }),
      told('desk/1', 'a', { given: 'Nerea', family: 'Robles', mail: 'n@correo.es' }),
    ],
    hints: { mail: 'n@correo.es' },
    outcome: 'identified',
    person: ['desk/1', 'shop/1'],
  },
  {
    name: 'nickname: Paco is Francisco',
    records: [
      told('shop/1', 'a', { name: 'Paco Olmedo', phone: P }),
      told('desk/1', 'a', { name: 'Francisco Olmedo Prats', phone: P }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['desk/1', 'shop/1'],
  },
  {
    name: 'nickname in English: Bill is William',
    records: [
      told('shop/1', 'a', { name: 'Bill Thornbury', mail: 'bt@mail.co.uk' }),
      told('desk/1', 'a', { name: 'William Thornbury', mail: 'bt@mail.co.uk' }),
    ],
    hints: { mail: 'bt@mail.co.uk' },
    outcome: 'identified',
    person: ['desk/1', 'shop/1'],
  },
  {
    name: 'abbreviated surname: Fdez. is Fernández',
    records: [
      told('shop/1', 'a', { given: 'Marcos', family: 'Fdez. Lara', phone: P }),
      told('desk/1', 'a', { given: 'Marcos', family: 'Fernández Lara', phone: P }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['desk/1', 'shop/1'],
  },
  {
    name: 'typo in the surname',
    records: [
      told('shop/1', 'a', { name: 'Teresa Villanueba', phone: P }),
      told('desk/1', 'a', { name: 'Teresa Villanueva', phone: P }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['desk/1', 'shop/1'],
  },
  {
    name: 'typo in the national id, same phone and name',
    records: [
      told('shop/1', 'a', { name: 'Hugo Barea', phone: P, dni: '12345678Z' }),
      told('erp/1', 'a', { name: 'Hugo Barea', phone: P, dni: '12345687Z' }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['erp/1', 'shop/1'],
  },
  {
    name: 'married name, same national id',
    records: [
      told('shop/1', 'a', { given: 'Joana', family: 'Prado', dni: '12345678Z' }),
      told('erp/1', 'a', { given: 'Joana', family: 'Wagner', dni: '12.345.678-Z' }),
    ],
    hints: { nationalId: '12345678z' },
    outcome: 'identified',
    person: ['erp/1', 'shop/1'],
  },
  {
    name: 'married name, same phone and birth date',
    records: [
      told('shop/1', 'a', { given: 'Joana', family: 'Prado', phone: P, born: '1984-03-09' }),
      told('erp/1', 'a', { given: 'Joana', family: 'Wagner', phone: P, born: '09/03/1984' }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['erp/1', 'shop/1'],
  },
  {
    name: 'day and month of birth exchanged',
    records: [
      told('shop/1', 'a', { name: 'Olga Peral', mail: 'o@correo.es', born: '1990-04-07' }),
      told('erp/1', 'a', { name: 'Olga Peral', mail: 'o@correo.es', born: '1990-07-04' }),
    ],
    hints: { mail: 'o@correo.es' },
    outcome: 'identified',
    person: ['erp/1', 'shop/1'],
  },
  {
    name: 'one digit of the birth date wrong',
    records: [
      told('shop/1', 'a', { name: 'Olga Peral', mail: 'o@correo.es', born: '1990-04-07' }),
      told('erp/1', 'a', { name: 'Olga Peral', mail: 'o@correo.es', born: '1980-04-07' }),
    ],
    hints: { mail: 'o@correo.es' },
    outcome: 'identified',
    person: ['erp/1', 'shop/1'],
  },
  {
    name: 'loyalty card across three systems, each with another mail',
    records: [
      told('shop/1', 'a', { name: 'Eva Mira', card: 'FC-900812', mail: 'eva@uno.es' }),
      told('till/1', 'a', { name: 'Eva Mira Sanz', card: 'fc 900812', phone: P }),
      told('subs/1', 'a', { name: 'E. Mira', card: 'FC900812', mail: 'eva@dos.es' }),
    ],
    hints: { loyalty: 'FC-900812' },
    outcome: 'identified',
    person: ['shop/1', 'subs/1', 'till/1'],
  },
  {
    name: 'order number of the shop',
    records: [
      told('shop/1', 'a', { name: 'Eva Mira', order: 'ORD-20931' }),
      told('shop/2', 'b', { name: 'Jon Ibarra', order: 'ORD-20932' }),
    ],
    hints: { order: '#ord-20931' },
    outcome: 'identified',
    person: ['shop/1'],
  },
  {
    name: 'both sides verified the mail and neither knows the name',
    records: [
      told('web/1', 'a', { mail: 'z@correo.es' }, true),
      told('survey/1', 'a', { mail: 'z@correo.es' }, true),
    ],
    hints: { mail: 'z@correo.es' },
    outcome: 'identified',
    person: ['survey/1', 'web/1'],
  },
  {
    name: "a cross reference to the shop's own id",
    records: [
      told('shop/17', 'a', { name: 'Ana Ruiz' }),
      told('desk/5', 'a', { name: 'Ana R.', ref: 'shop/17', phone: P }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['desk/5', 'shop/17'],
  },
  {
    name: 'a system declared to have duplicates',
    records: [
      told('shop/1', 'a', { name: 'Ana Ruiz', phone: P }),
      told('shop/2', 'a', { name: 'Ana Ruiz Gil', phone: P }),
    ],
    hints: { phone: P },
    duplicates: ['shop'],
    outcome: 'identified',
    person: ['shop/1', 'shop/2'],
  },
  {
    name: 'family phone, and the caller said her name',
    records: [
      told('shop/1', 'ana', { name: 'Ana Ruiz', phone: P }),
      told('shop/2', 'luis', { name: 'Luis Gómez', phone: P }),
    ],
    hints: { phone: P, name: 'Ana Ruiz' },
    outcome: 'identified',
    person: ['shop/1'],
  },
  {
    name: 'family phone, and one of them placed the order',
    records: [
      told('shop/1', 'ana', { name: 'Ana Ruiz', phone: P, order: 'ORD-5551' }),
      told('shop/2', 'luis', { name: 'Luis Gómez', phone: P }),
    ],
    hints: { phone: P, order: 'ORD-5551' },
    outcome: 'identified',
    person: ['shop/1'],
  },
  {
    name: 'a human joined two records that share nothing',
    records: [
      told('shop/1', 'a', { name: 'Ana Ruiz', phone: P }),
      told('erp/9', 'a', { name: 'Anna Ruiz-Keller', mail: 'ak@de.de' }),
    ],
    hints: { phone: P },
    links: [{ a: 'erp/9', b: 'shop/1', decision: 'same', at: '2026-01-01T00:00:00Z' }],
    outcome: 'identified',
    person: ['erp/9', 'shop/1'],
  },
  {
    name: 'a human separated them and later joined them again',
    records: [
      told('shop/1', 'a', { name: 'Ana Ruiz', phone: P }),
      told('erp/9', 'a', { name: 'Ana Ruiz', phone: P }),
    ],
    hints: { phone: P },
    links: [
      { a: 'erp/9', b: 'shop/1', decision: 'same', at: '2026-02-01T00:00:00Z' },
      { a: 'erp/9', b: 'shop/1', decision: 'different', at: '2026-01-01T00:00:00Z' },
    ],
    outcome: 'identified',
    person: ['erp/9', 'shop/1'],
  },
  {
    name: 'extra mails: one shared among three systems',
    records: [
      told('shop/1', 'a', { name: 'Rui Tavares', mail: 'rui@sapo.pt / rt@work.pt' }),
      told('desk/1', 'a', { name: 'TAVARES, Rui', mail: 'rt@work.pt' }),
    ],
    hints: { mail: 'rui@sapo.pt' },
    outcome: 'identified',
    person: ['desk/1', 'shop/1'],
  },
  {
    name: 'Portuguese name known by its last surname',
    records: [
      told('shop/1', 'a', { given: 'Inês', family: 'Sousa Bettencourt', phone: '+351912345678' }),
      told('desk/1', 'a', { given: 'Ines', family: 'Bettencourt', phone: '00351 912 345 678' }),
    ],
    hints: { phone: '+351912345678' },
    outcome: 'identified',
    person: ['desk/1', 'shop/1'],
  },
  {
    name: 'second name abbreviated: Ana M. is Ana María',
    records: [
      told('shop/1', 'a', { given: 'Ana M.', family: 'Ruiz', phone: P }),
      told('desk/1', 'a', { given: 'Ana María', family: 'Ruiz', phone: P }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['desk/1', 'shop/1'],
  },
  {
    name: 'particles: de la Cruz is Cruz',
    records: [
      told('shop/1', 'a', { given: 'Elena', family: 'de la Cruz', phone: P }),
      told('desk/1', 'a', { given: 'Elena', family: 'Cruz', phone: P }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['desk/1', 'shop/1'],
  },
  {
    name: 'no key in common: full name and birth date',
    records: [
      told('shop/1', 'a', { name: 'Leire Goikoetxea Arana', phone: P, born: '1979-11-02' }),
      told('erp/1', 'a', { name: 'Leire Goikoetxea Arana', mail: 'leire@correo.eus', born: '1979-11-02' }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['erp/1', 'shop/1'],
  },
  {
    name: 'visitor of the site who logged in',
    records: [
      told('web/1', 'a', { visitor: 'v-8812ab', mail: 'q@correo.es', name: 'Queralt Font' }),
      told('shop/1', 'a', { name: 'Queralt Font', mail: 'q@correo.es' }),
    ],
    hints: { visitor: 'v-8812ab' },
    outcome: 'identified',
    person: ['shop/1', 'web/1'],
  },
  {
    name: 'typed text that is only a card',
    records: [told('till/1', 'a', { name: 'Eva Mira', card: '4006381333931' })],
    hints: { any: '4006381333931' },
    outcome: 'identified',
    person: ['till/1'],
  },
  {
    name: 'company asked by its tax id',
    records: [
      told('erp/1', 'acme', { name: 'Acme SL', kind: 'company', dni: 'B65410011' }),
      told('shop/1', 'ana', { name: 'Ana Ruiz', phone: Q }),
    ],
    hints: { nationalId: 'B-65410011' },
    outcome: 'identified',
    person: ['erp/1'],
  },
  {
    name: 'year of birth one digit wrong, ten years apart, one phone',
    records: [
      told('shop/1', 'a', { name: 'Olga Peral', phone: P, born: '1984-04-07' }),
      told('erp/1', 'a', { name: 'Olga Peral', phone: P, born: '1994-04-07' }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['erp/1', 'shop/1'],
  },
  {
    name: 'birth dates a generation apart under one valid national id: one of them is miswritten',
    records: [
      told('shop/1', 'a', { name: 'Olga Peral', phone: P, born: '1955-04-07', dni: '12345678Z' }),
      told('erp/1', 'a', { name: 'Olga Peral', phone: P, born: '1985-04-07', dni: '12345678Z' }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['erp/1', 'shop/1'],
  },
  {
    name: 'father and son of one name and one phone, and the caller said his birth date',
    records: [
      told('shop/1', 'father', { name: 'Juan Peris Mas', phone: P, born: '1955-02-01' }),
      told('shop/2', 'son', { name: 'Juan Peris Mas', phone: P, born: '1985-02-01' }),
    ],
    hints: { phone: P, birthDate: '01/02/1985', name: 'Juan Peris' },
    outcome: 'identified',
    person: ['shop/2'],
  },
  {
    name: 'father and son of one name, each with a card of his own',
    records: [
      told('till/1', 'father', { name: 'Juan Peris Mas', phone: P, card: 'FC-31001', born: '1955-02-01' }),
      told('till/2', 'son', { name: 'Juan Peris Mas', phone: P, card: 'FC-31002', born: '1985-02-01' }),
    ],
    hints: { loyalty: 'FC-31002' },
    outcome: 'identified',
    person: ['till/2'],
  },
  {
    name: 'twins at one address, and the one who calls says her name',
    records: [
      told('shop/1', 'eva', {
        name: 'Eva Lago Sanz',
        phone: P,
        born: '2001-05-05',
        street: 'Calle Mayor 3',
        post: '28001',
      }),
      told('shop/2', 'ada', {
        name: 'Ada Lago Sanz',
        phone: P,
        born: '2001-05-05',
        street: 'Calle Mayor 3',
        post: '28001',
      }),
    ],
    hints: { phone: P, name: 'Ada Lago' },
    outcome: 'identified',
    person: ['shop/2'],
  },
  {
    name: 'recycled number: the new owner bears the order too',
    records: [
      told('till/1', 'old', { name: 'Ramón Vila', phone: P }),
      told('shop/1', 'new', { name: 'Sonia Rey', phone: P, order: 'ORD-61001' }),
    ],
    hints: { phone: P, order: 'ORD-61001' },
    outcome: 'identified',
    person: ['shop/1'],
  },
  {
    name: 'company mail of two, and each has a phone of their own',
    records: [
      told('erp/1', 'ana', { name: 'Ana Ruiz', mail: 'pedidos@acme.es', phone: P }),
      told('erp/2', 'luis', { name: 'Luis Gil', mail: 'pedidos@acme.es', phone: Q }),
    ],
    hints: { phone: Q },
    outcome: 'identified',
    person: ['erp/2'],
  },
  {
    name: 'one person twice in one system, and only one of the two bears the card',
    records: [
      told('till/1', 'a', { name: 'Ana Ruiz', phone: P, card: 'FC-42001' }),
      told('till/2', 'a', { name: 'Ana Ruiz', phone: P }),
    ],
    hints: { loyalty: 'FC-42001', phone: P },
    outcome: 'identified',
    person: ['till/1'],
  },
  {
    name: 'a mail of one owner in every system, of which nothing says that others use it',
    records: [
      told('shop/1', 'a', { name: 'Ana Ruiz', mail: 'ana.ruiz@correo.es' }),
      told('desk/1', 'a', { name: 'Ana Ruiz', mail: 'ana.ruiz@correo.es' }),
    ],
    hints: { mail: 'ana.ruiz@correo.es' },
    outcome: 'identified',
    person: ['desk/1', 'shop/1'],
  },
  {
    name: 'a shared phone, and the one who calls says her name',
    records: [told('shop/1', 'ana', { name: 'Ana Ruiz', phone: P })],
    shared: ['+34612345678'],
    hints: { phone: P, name: 'Ana Ruiz' },
    outcome: 'identified',
    person: ['shop/1'],
  },
  {
    name: 'a shared phone, and the birth date said is hers',
    records: [told('shop/1', 'ana', { name: 'Ana Ruiz', phone: P, born: '1980-02-03' })],
    shared: ['+34612345678'],
    hints: { phone: P, birthDate: '03/02/1980' },
    outcome: 'identified',
    person: ['shop/1'],
  },
  {
    name: 'a shared phone, and an order of hers',
    records: [told('shop/1', 'ana', { name: 'Ana Ruiz', phone: P, order: 'ORD-8801' })],
    shared: ['+34612345678'],
    hints: { phone: P, order: 'ORD-8801' },
    outcome: 'identified',
    person: ['shop/1'],
  },
  {
    name: 'a shared phone with a mail of her own',
    records: [told('shop/1', 'ana', { name: 'Ana Ruiz', phone: P, mail: 'ana.ruiz@correo.es' })],
    shared: ['+34612345678'],
    hints: { phone: P, mail: 'ana.ruiz@correo.es' },
    outcome: 'identified',
    person: ['shop/1'],
  },
  {
    name: 'Losada, Casado and Homero are surnames, not families',
    records: [told('shop/1', 'a', { name: 'Ana Losada', mail: 'losada@correo.es / casado.ana@correo.es' })],
    hints: { mail: 'losada@correo.es' },
    outcome: 'identified',
    person: ['shop/1'],
  },
]
