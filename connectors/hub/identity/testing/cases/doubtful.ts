import { type Case, told } from './case.ts'

const P = '612345678'
const L = '911234567'
/** Traps: two people who look like one, one value many share. The outcome must keep the doubt. */
export const doubtful: Case[] = [
  {
    name: 'shared family phone',
    records: [
      told('shop/1', 'ana', { name: 'Ana Ruiz', phone: P }),
      told('desk/1', 'luis', { name: 'Luis Gómez', phone: P }),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'shared family mail, one surname',
    records: [
      told('shop/1', 'ana', { name: 'Ana Ruiz', mail: 'losruiz@correo.es' }),
      told('desk/1', 'pedro', { name: 'Pedro Ruiz', mail: 'losruiz@correo.es' }),
    ],
    hints: { mail: 'losruiz@correo.es' },
    outcome: 'several',
  },
  {
    name: 'twins at one address with one birth date and one phone',
    records: [
      told('shop/1', 'eva', {
        name: 'Eva Lago Sanz',
        phone: P,
        born: '2001-05-05',
        post: '28001',
        street: 'Calle Mayor 3',
      }),
      told('till/1', 'ada', {
        name: 'Ada Lago Sanz',
        phone: P,
        born: '2001-05-05',
        post: '28001',
        street: 'Calle Mayor 3',
      }),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'twins with names one letter apart: Marta and María',
    records: [
      told('shop/1', 'marta', { name: 'Marta Lago', phone: P, born: '2001-05-05' }),
      told('till/1', 'maria', { name: 'María Lago', phone: P, born: '2001-05-05' }),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'father and son of one name, with birth dates',
    records: [
      told('shop/1', 'father', { name: 'Juan Peris Mas', phone: P, born: '1955-02-01' }),
      told('till/1', 'son', { name: 'Juan Peris Mas', phone: P, born: '1987-09-12' }),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'father and son of one name, Jr and Sr',
    records: [
      told('shop/1', 'father', { name: 'John Marsh Sr.', phone: P }),
      told('till/1', 'son', { name: 'John Marsh Jr.', phone: P }),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'son marked Jr and the father not marked',
    records: [
      told('shop/1', 'father', { name: 'John Marsh', phone: P }),
      told('till/1', 'son', { name: 'John Marsh Jr.', phone: P }),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'two valid national ids under one mail and one name',
    records: [
      told('shop/1', 'a', { name: 'José García', mail: 'jg@correo.es', dni: '12345678Z' }),
      told('erp/1', 'b', { name: 'José García', mail: 'jg@correo.es', dni: '87654321X' }),
    ],
    hints: { mail: 'jg@correo.es' },
    outcome: 'several',
  },
  {
    name: 'recycled number: the old owner and the new',
    records: [
      told('till/1', 'old', { name: 'Ramón Vila', phone: P }),
      told('shop/1', 'new', { name: 'Sonia Rey', phone: P }),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'recycled number and only the old owner known; the caller says another name',
    records: [told('till/1', 'old', { name: 'Ramón Vila', phone: P })],
    hints: { phone: P, name: 'Sonia Rey' },
    outcome: 'several',
  },
  {
    name: 'same phone, different surname',
    records: [told('till/1', 'a', { name: 'Sonia Rey', phone: P })],
    hints: { phone: P, name: 'Sonia Marqués' },
    outcome: 'possible',
    person: ['till/1'],
  },
  {
    name: 'same phone, another first name',
    records: [told('till/1', 'a', { name: 'Sonia Rey', phone: P })],
    hints: { phone: P, name: 'Pablo Rey' },
    outcome: 'several',
  },
  {
    name: 'info@ of a firm',
    records: [
      told('shop/1', 'a', { name: 'Ana Ruiz', mail: 'info@acme.es' }),
      told('desk/1', 'b', { name: 'Luis Gil', mail: 'info@acme.es' }),
    ],
    hints: { mail: 'info@acme.es' },
    outcome: 'nobody',
  },
  {
    name: 'info@ does not join what another key found',
    records: [
      told('shop/1', 'a', { name: 'Ana Ruiz', phone: P, mail: 'info@acme.es' }),
      told('desk/1', 'b', { name: 'Luis Gil', mail: 'info@acme.es' }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['shop/1'],
  },
  {
    name: '600000000',
    records: [
      told('shop/1', 'a', { name: 'Ana Ruiz', phone: '600000000' }),
      told('desk/1', 'b', { name: 'Ana Ruiz', phone: '600 000 000' }),
    ],
    hints: { phone: '600000000' },
    outcome: 'nobody',
  },
  {
    name: '000000000',
    records: [told('shop/1', 'a', { name: 'Ana Ruiz', phone: '000000000' })],
    hints: { phone: '000000000' },
    outcome: 'nobody',
  },
  {
    name: "the shop's own number",
    records: [told('shop/1', 'a', { name: 'Ana Ruiz', phone: '910 000 111' })],
    hints: { phone: '910000111' },
    outcome: 'nobody',
  },
  {
    name: 'withheld caller',
    records: [told('shop/1', 'a', { name: 'Ana Ruiz', phone: 'anonymous' })],
    hints: { phone: 'Anonymous' },
    outcome: 'nobody',
  },
  {
    name: 'walk-in account used 900 times',
    records: [
      told('till/0', 'many', { name: 'Cliente contado', phone: P, card: 'FC-000001' }),
      told('shop/1', 'ana', { name: 'Ana Ruiz', phone: P }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['shop/1'],
  },
  {
    name: 'only the walk-in account',
    records: [told('till/0', 'many', { name: 'Walk-in customer', card: 'FC-000777' })],
    hints: { loyalty: 'FC-000777' },
    outcome: 'nobody',
  },
  {
    name: 'a phone counted on too many people',
    records: [told('shop/1', 'a', { name: 'Ana Ruiz', phone: P })],
    hints: { phone: P },
    generic: ['+34612345678'],
    outcome: 'nobody',
  },
  {
    name: 'a phone that five different people of one system hold',
    records: ['Ana Ruiz', 'Luis Gil', 'Eva Mora', 'Raúl Pons', 'Iker Sáez'].map((name, i) =>
      told(`shop/${i}`, name, { name, phone: P }),
    ),
    hints: { phone: P },
    outcome: 'nobody',
  },
  {
    name: 'one person twice in a system that should not have it',
    records: [
      told('shop/1', 'a', { name: 'Ana Ruiz', phone: P }),
      told('shop/2', 'a', { name: 'Ana Ruiz', phone: P }),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'a third system fits both of the duplicates: joined to neither',
    records: [
      told('shop/1', 'a1', { name: 'Ana Ruiz', phone: P }),
      told('shop/2', 'a2', { name: 'Ana Ruiz', phone: P }),
      told('desk/1', 'a', { name: 'Ana Ruiz', phone: P }),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'two people merged by mistake in one system',
    records: [
      told('crm/1', 'mix', { name: 'Ana Ruiz', phone: P, mail: 'luis@correo.es' }),
      told('shop/1', 'ana', { name: 'Ana Ruiz', phone: P, dni: '12345678Z' }),
      told('desk/1', 'luis', { name: 'Luis Gómez', mail: 'luis@correo.es', dni: '87654321X' }),
    ].map((t) => (t.at === 'crm/1' ? { ...t, who: 'ana' } : t)),
    hints: { mail: 'luis@correo.es' },
    outcome: 'several',
  },
  {
    name: 'person and company with one phone',
    records: [
      told('erp/1', 'acme', { name: 'Talleres Ruiz', kind: 'company', phone: P }),
      told('shop/1', 'ana', { name: 'Ana Ruiz', phone: P }),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'a human said they are not the same',
    records: [
      told('shop/1', 'a', { name: 'Ana Ruiz', phone: P }),
      told('desk/1', 'b', { name: 'Ana Ruiz', phone: P }),
    ],
    hints: { phone: P },
    links: [{ a: 'desk/1', b: 'shop/1', decision: 'different', at: '2026-01-01T00:00:00Z' }],
    outcome: 'several',
  },
  {
    name: 'common name alone',
    records: [told('shop/1', 'a', { name: 'María García' }), told('desk/1', 'b', { name: 'María García' })],
    hints: { name: 'Maria Garcia' },
    outcome: 'several',
  },
  {
    name: 'rare name alone still identifies nobody',
    records: [told('shop/1', 'a', { name: 'Zenobia Camprubí' })],
    hints: { name: 'Zenobia Camprubí' },
    outcome: 'several',
  },
  {
    name: 'rare name and postcode preselect',
    records: [told('shop/1', 'a', { name: 'Zenobia Camprubí', post: '28001' })],
    hints: { name: 'zenobia camprubi', postcode: '28001' },
    outcome: 'possible',
    person: ['shop/1'],
  },
  {
    name: 'two namesakes in one postcode',
    records: [
      told('shop/1', 'a', { name: 'Zenobia Camprubí', post: '28001', born: '1950-01-02' }),
      told('desk/1', 'b', { name: 'Zenobia Camprubí', post: '28001', born: '1990-08-08' }),
    ],
    hints: { name: 'Zenobia Camprubí', postcode: '28001' },
    outcome: 'several',
  },
  {
    name: 'landline of a house',
    records: [
      told('shop/1', 'a', { name: 'Ana Ruiz', phone: L }),
      told('desk/1', 'b', { name: 'Luis Gómez', phone: L }),
    ],
    hints: { phone: L },
    outcome: 'several',
  },
  {
    name: 'landline that one person has',
    records: [told('shop/1', 'a', { name: 'Ana Ruiz', phone: L })],
    hints: { phone: L },
    outcome: 'possible',
    person: ['shop/1'],
  },
  {
    name: 'same mailbox with a tag: weak, one tap',
    records: [told('shop/1', 'a', { name: 'Ana Ruiz', mail: 'anaruiz@gmail.com' })],
    hints: { mail: 'ana.ruiz+web@gmail.com' },
    outcome: 'possible',
    person: ['shop/1'],
  },
  {
    name: 'loyalty card of a couple',
    records: [
      told('till/1', 'ana', { name: 'Ana Ruiz', card: 'FC-7001' }),
      told('shop/1', 'luis', { name: 'Luis Gómez', card: 'FC-7001' }),
    ],
    hints: { loyalty: 'FC-7001' },
    outcome: 'several',
  },
  {
    name: 'national id written on two whole different names',
    records: [
      told('erp/1', 'a', { name: 'Ana Ruiz', dni: '12345678Z' }),
      told('shop/1', 'b', { name: 'Luis Gómez', dni: '12345678Z' }),
    ],
    hints: { nationalId: '12345678Z' },
    outcome: 'several',
  },
  {
    name: 'order of one and phone of another',
    records: [
      told('shop/1', 'ana', { name: 'Ana Ruiz', order: 'ORD-77777' }),
      told('desk/1', 'luis', { name: 'Luis Gómez', phone: P }),
    ],
    hints: { order: 'ORD-77777', phone: P },
    outcome: 'several',
  },
  {
    name: "typed digits that are one's phone and another's order",
    records: [
      told('shop/1', 'ana', { name: 'Ana Ruiz', order: '612345678' }),
      told('desk/1', 'luis', { name: 'Luis Gómez', phone: P }),
    ],
    hints: { any: '612345678' },
    outcome: 'several',
  },
  {
    name: 'María José and María Dolores at one mail',
    records: [
      told('shop/1', 'mj', { given: 'María José', family: 'Lara', mail: 'm@lara.es' }),
      told('desk/1', 'md', { given: 'María Dolores', family: 'Lara', mail: 'm@lara.es' }),
    ],
    hints: { mail: 'm@lara.es' },
    outcome: 'several',
  },
  {
    name: 'José and María José at one mail',
    records: [
      told('shop/1', 'j', { given: 'José', family: 'Lara', mail: 'm@lara.es' }),
      told('desk/1', 'mj', { given: 'María José', family: 'Lara', mail: 'm@lara.es' }),
    ],
    hints: { mail: 'm@lara.es' },
    outcome: 'several',
  },
  {
    name: 'initial that may be either of two',
    records: [
      told('shop/1', 'juan', { given: 'Juan', family: 'Mora', phone: P }),
      told('till/1', 'julia', { given: 'J.', family: 'Mora', phone: P }),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'cousins: one surname of two',
    records: [
      told('shop/1', 'a', { given: 'Ana', family: 'Mora Gil', mail: 'ana@mora.es' }),
      told('desk/1', 'b', { given: 'Ana', family: 'Mora Paz', mail: 'ana@mora.es' }),
    ],
    hints: { mail: 'ana@mora.es' },
    outcome: 'several',
  },
  {
    name: 'same name, another birth date by years, one address',
    records: [
      told('shop/1', 'a', {
        name: 'Ana Mora Gil',
        born: '1950-01-01',
        post: '08001',
        street: 'Rambla 4',
        mail: 'casa@mora.es',
      }),
      told('erp/1', 'b', {
        name: 'Ana Mora Gil',
        born: '1985-06-20',
        post: '08001',
        street: 'Rambla 4',
        mail: 'casa@mora.es',
      }),
    ],
    hints: { mail: 'casa@mora.es' },
    outcome: 'several',
  },
  {
    name: 'birth date that contradicts the hint',
    records: [told('shop/1', 'a', { name: 'Ana Mora', phone: P, born: '1950-01-01' })],
    hints: { phone: P, birthDate: '1993-08-24' },
    outcome: 'several',
  },
  {
    name: 'short order number of another shop',
    records: [told('outlet/1', 'b', { name: 'Luis Gil', order: '10' })],
    hints: { ticket: '10' },
    outcome: 'nobody',
  },
  {
    name: "mail of the company's own domain",
    records: [told('shop/1', 'a', { name: 'Ana Ruiz', mail: 'ana@tienda.example' })],
    hints: { mail: 'ana@tienda.example' },
    outcome: 'nobody',
  },
  {
    name: 'placeholder birth date does not join',
    records: [
      told('shop/1', 'a', { name: 'Luis Gil', phone: P, born: '1900-01-01' }),
      told('erp/1', 'b', { name: 'Luis Gil', mail: 'lg@x.es', born: '1900-01-01' }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['shop/1'],
  },
  {
    name: 'common name and birth date in one year',
    records: [
      told('shop/1', 'a', { name: 'José García', phone: P, born: '1970-05-05' }),
      told('erp/1', 'b', { name: 'José García', mail: 'jg@x.es', born: '1970-06-06' }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['shop/1'],
  },
  { name: 'nothing found', records: [], hints: { phone: P }, outcome: 'nobody' },
  {
    name: 'father and son of one name, born the same day thirty years apart, one phone',
    records: [
      told('shop/1', 'father', { name: 'Juan Peris Mas', phone: P, born: '1955-02-01' }),
      told('till/1', 'son', { name: 'Juan Peris Mas', phone: P, born: '1985-02-01' }),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'father and son of one name, born the same day, years with their digits exchanged',
    records: [
      told('shop/1', 'father', { name: 'Juan Peris Mas', phone: P, born: '1958-02-01' }),
      told('till/1', 'son', { name: 'Juan Peris Mas', phone: P, born: '1985-02-01' }),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'father and son of one name on one card, a generation and one digit apart',
    records: [
      told('shop/1', 'father', { name: 'Juan Peris Mas', card: 'FC-88123', born: '1960-09-12' }),
      told('till/1', 'son', { name: 'Juan Peris Mas', card: 'FC-88123', born: '1990-09-12' }),
    ],
    hints: { loyalty: 'FC-88123' },
    outcome: 'several',
  },
  {
    name: 'father and son of one name at one address, phone verified by both systems',
    records: [
      told(
        'shop/1',
        'father',
        { name: 'Juan Peris Mas', phone: P, born: '1955-02-01', street: 'Calle Mayor 3', post: '28001' },
        true,
      ),
      told(
        'till/1',
        'son',
        { name: 'Juan Peris Mas', phone: P, born: '1979-02-01', street: 'Calle Mayor 3', post: '28001' },
        true,
      ),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'a father and a son who differ in the second surname, and a third record that says only the first: the mail joins them not',
    records: [
      told('shop/1', 'father', { given: 'Manuel', family: 'Villaverde Soto', mail: 'villaverde@correo.es' }),
      told('desk/1', 'x', { given: 'Manuel', family: 'Villaverde', mail: 'villaverde@correo.es' }),
      told('till/1', 'son', { given: 'Manuel', family: 'Villaverde Ares', mail: 'villaverde@correo.es' }),
    ],
    hints: { mail: 'villaverde@correo.es' },
    outcome: 'several',
  },
  {
    name: 'one phone, one first name, and a second surname that is another: a tap confirms',
    records: [told('shop/1', 'father', { given: 'José', family: 'Villar Olmo', phone: P })],
    hints: { phone: P, name: 'José Villar Cano' },
    outcome: 'possible',
    person: ['shop/1'],
  },
  {
    name: 'mother and daughter of one name, born the same day of two years',
    records: [
      told('shop/1', 'mother', { name: 'Carmen Lago', mail: 'carmen@lago.es', born: '1962-05-09' }),
      told('desk/1', 'daughter', { name: 'Carmen Lago', mail: 'carmen@lago.es', born: '1986-05-09' }),
    ],
    hints: { mail: 'carmen@lago.es' },
    outcome: 'several',
  },
  {
    name: 'mother and daughter of one name: no key in common but name and day',
    records: [
      told('shop/1', 'mother', { name: 'Zenobia Camprubí Olmedo', phone: P, born: '1952-05-09' }),
      told('desk/1', 'daughter', {
        name: 'Zenobia Camprubí Olmedo',
        mail: 'z@camprubi.es',
        born: '1982-05-09',
      }),
    ],
    hints: { phone: P },
    outcome: 'identified',
    person: ['shop/1'],
  },
  {
    name: 'grandfather and grandson of one name, sixty years apart',
    records: [
      told('shop/1', 'old', { name: 'Juan Peris Mas', phone: P, born: '1931-02-01' }),
      told('till/1', 'young', { name: 'Juan Peris Mas', phone: P, born: '1991-02-01' }),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'the caller says a birth date a generation after the only one known',
    records: [told('shop/1', 'father', { name: 'Juan Peris Mas', phone: P, born: '1955-02-01' })],
    hints: { phone: P, birthDate: '1985-02-01' },
    outcome: 'several',
  },
  {
    name: 'twins with names one letter apart: Ada and Ana, one mail and one address',
    records: [
      told('shop/1', 'ada', {
        name: 'Ada Lago Sanz',
        mail: 'lago@correo.es',
        born: '2001-05-05',
        street: 'Calle Mayor 3',
      }),
      told('till/1', 'ana', {
        name: 'Ana Lago Sanz',
        mail: 'lago@correo.es',
        born: '2001-05-05',
        street: 'Calle Mayor 3',
      }),
    ],
    hints: { mail: 'lago@correo.es' },
    outcome: 'several',
  },
  {
    name: 'twins whose two-word names begin alike: Ana María and Ana Belén',
    records: [
      told('shop/1', 'am', { given: 'Ana María', family: 'Lago Sanz', phone: P, born: '2001-05-05' }),
      told('till/1', 'ab', { given: 'Ana Belén', family: 'Lago Sanz', phone: P, born: '2001-05-05' }),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'mail of a firm with a name that is no role, on four people',
    records: ['Ana Ruiz', 'Luis Gil', 'Eva Mora', 'Raúl Pons'].map((name, i) =>
      told(`erp/${i}`, name, { name, mail: 'garaje@acme.es' }),
    ),
    hints: { mail: 'garaje@acme.es' },
    outcome: 'nobody',
  },
  {
    name: 'one person twice in one system, the two with different phones, and a third system fits both',
    records: [
      told('shop/1', 'a1', { name: 'Ana Ruiz', mail: 'ana@correo.es', phone: P }),
      told('shop/2', 'a2', { name: 'Ana Ruiz', mail: 'ana@correo.es', phone: '677889900' }),
      told('desk/1', 'a', { name: 'Ana Ruiz', mail: 'ana@correo.es' }),
    ],
    hints: { mail: 'ana@correo.es' },
    outcome: 'several',
  },
  {
    name: 'two people merged by mistake: the mixed record holds the card of one and the phone of the other',
    records: [
      told('crm/1', 'ana', { name: 'Ana Ruiz', card: 'FC-51001', phone: P }),
      told('shop/1', 'ana', { name: 'Ana Ruiz', card: 'FC-51001', born: '1980-01-02' }),
      told('desk/1', 'luis', { name: 'Luis Gómez', phone: P, born: '1971-07-07' }),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'family mail by its own words, one of them known: a tap confirms',
    records: [told('shop/1', 'ana', { name: 'Ana Serrano', mail: 'familia.serrano@correo.es' })],
    hints: { mail: 'familia.serrano@correo.es' },
    outcome: 'possible',
    person: ['shop/1'],
  },
  {
    name: 'los-ruiz@ in two systems under one name: joined by the name, and still a tap',
    records: [
      told('shop/1', 'ana', { name: 'Ana Ruiz', mail: 'los-ruiz@correo.es' }),
      told('desk/1', 'ana', { name: 'Ana Ruiz', mail: 'los-ruiz@correo.es' }),
    ],
    hints: { mail: 'los-ruiz@correo.es' },
    outcome: 'possible',
    person: ['desk/1', 'shop/1'],
  },
  {
    name: 'a mail once seen on two first names, and only one of them answers today',
    records: [told('shop/1', 'ana', { name: 'Ana Ruiz', mail: 'ana.luis@correo.es' })],
    shared: ['ana.luis@correo.es'],
    hints: { mail: 'ana.luis@correo.es' },
    outcome: 'possible',
    person: ['shop/1'],
  },
  {
    name: 'a phone once seen on two first names, and only one of them answers today',
    records: [told('shop/1', 'ana', { name: 'Ana Ruiz', phone: P })],
    shared: ['+34612345678'],
    hints: { phone: P },
    outcome: 'possible',
    person: ['shop/1'],
  },
  {
    name: 'a mail and a phone, both seen on two first names',
    records: [told('shop/1', 'ana', { name: 'Ana Ruiz', phone: P, mail: 'ana.luis@correo.es' })],
    shared: ['+34612345678', 'ana.luis@correo.es'],
    hints: { phone: P, mail: 'ana.luis@correo.es' },
    outcome: 'possible',
    person: ['shop/1'],
  },
  {
    name: 'the household has the phone on its own record',
    records: [told('shop/1', 'house', { name: 'Hogar Ruiz Gil', kind: 'household', phone: P })],
    hints: { phone: P },
    outcome: 'possible',
    person: ['shop/1'],
  },
  {
    name: 'a record named after the family',
    records: [told('shop/1', 'house', { name: 'Familia Ruiz Gil', phone: P })],
    hints: { phone: P },
    outcome: 'possible',
    person: ['shop/1'],
  },
  {
    name: 'a record named after the family does not join one of them',
    records: [
      told('shop/1', 'house', { name: 'Familia Ruiz', phone: P }, true),
      told('desk/1', 'ana', { phone: P, name: 'Ruiz' }, true),
    ],
    hints: { phone: P },
    outcome: 'several',
  },
  {
    name: 'one of two at a phone was set apart: the other one is a tap away',
    records: [
      told('shop/1', 'ana', { name: 'Ana Ruiz', phone: P }),
      told('desk/1', 'luis', { name: 'Luis Gómez', phone: P }),
    ],
    excluded: ['shop/1'],
    hints: { phone: P },
    outcome: 'possible',
    person: ['desk/1'],
  },
]
