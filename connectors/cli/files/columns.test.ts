import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readColumnMap, readHeaders } from './columns.ts'

/** Field and headers of a header row; of an address that is not the first, with its name. */
function meaningsOf(row: string, byHand?: Parameters<typeof readHeaders>[1]): Record<string, string[]> {
  const headers = row.split('|')
  const columns = readHeaders(headers, byHand)
  const out: Record<string, string[]> = {}
  for (const header of headers) {
    const meaning = columns.meaningOf(header)
    if (!meaning) continue
    const name = meaning.address ? `${meaning.field} ${meaning.address}` : meaning.field
    out[name] = [...(out[name] ?? []), header]
  }
  return out
}

describe('the headers that programs write', () => {
  test('Shopify: customers, and orders, whose Name is the number of the order', () => {
    expect(
      meaningsOf(
        'Customer ID|First Name|Last Name|Email|Accepts Email Marketing|Default Address Company|Default Address Address1|Default Address City|Default Address Country Code|Default Address Zip|Default Address Phone|Phone|Total Spent|Tags',
      ),
    ).toEqual({
      id: ['Customer ID'],
      given: ['First Name'],
      family: ['Last Name'],
      email: ['Email'],
      street: ['Default Address Address1'],
      locality: ['Default Address City'],
      country: ['Default Address Country Code'],
      postcode: ['Default Address Zip'],
      phone: ['Default Address Phone', 'Phone'],
    })
    expect(
      meaningsOf(
        'Name|Email|Financial Status|Paid at|Billing Name|Billing City|Shipping Name|Shipping Phone|Phone|Id',
      ),
    ).toEqual({ email: ['Email'], name: ['Billing Name'], locality: ['Billing City'], phone: ['Phone'] })
  })

  test('WooCommerce: its report, and what exports the users', () => {
    expect(
      meaningsOf('Name|Username|Last Active|Email|Orders|Total Spend|AOV|Country / Region|City|Postal Code'),
    ).toEqual({
      name: ['Name'],
      email: ['Email'],
      country: ['Country / Region'],
      locality: ['City'],
      postcode: ['Postal Code'],
    })
    expect(
      meaningsOf(
        'ID|user_login|user_email|billing_first_name|billing_last_name|billing_phone|billing_address_1|billing_postcode|shipping_phone|shipping_city',
      ),
    ).toEqual({
      id: ['ID'],
      email: ['user_email'],
      given: ['billing_first_name'],
      family: ['billing_last_name'],
      phone: ['billing_phone'],
      street: ['billing_address_1'],
      postcode: ['billing_postcode'],
    })
  })

  test.each([
    ['English', 'ID|Social title|First name|Last name|Email address|Sales|Enabled|Newsletter|Partner offers'],
    [
      'Spanish',
      'ID|Tratamiento|Nombre|Apellidos|Dirección de correo electrónico|Ventas|Activado|Boletín de noticias',
    ],
    ['French', 'ID|Titre de civilité|Prénom|Nom|Adresse e-mail|Ventes|Activé|Offres partenaires'],
    ['its database', 'id_customer|id_gender|firstname|lastname|email|passwd|optin'],
  ])('PrestaShop, in %s', (_language, row) => {
    expect(Object.values(meaningsOf(row)).flat()).toHaveLength(4)
    expect(Object.keys(meaningsOf(row)).sort()).toEqual(['email', 'family', 'given', 'id'])
  })

  test('Magento, as it exports customers and as its grid does', () => {
    expect(
      Object.keys(
        meaningsOf(
          'email|_website|_store|dob|firstname|lastname|taxvat|_address_city|_address_telephone|_address_postcode|_address_street',
        ),
      ).sort(),
    ).toEqual([
      'birthdate',
      'email',
      'family',
      'given',
      'locality',
      'nationalid',
      'phone',
      'postcode',
      'street',
    ])
    expect(
      Object.keys(
        meaningsOf('ID|Name|Email|Group|Phone|ZIP|Country|State/Province|Customer Since|Web Site'),
      ).sort(),
    ).toEqual(['country', 'email', 'id', 'name', 'phone', 'postcode', 'region'])
  })

  test.each([
    [
      'English',
      'Record ID - Contact|First Name|Last Name|Email|Phone Number|Mobile Phone Number|Contact owner|Lead Status|Associated Company',
    ],
    [
      'Spanish',
      'ID de registro|Nombre|Apellidos|Correo|Número de teléfono|Número de teléfono móvil|Propietario del contacto|Estado del lead',
    ],
    [
      'French',
      "ID d'enregistrement|Prénom|Nom|E-mail|Numéro de téléphone|Numéro de téléphone mobile|Propriétaire du contact",
    ],
    [
      'German',
      'Datensatz-ID|Vorname|Nachname|E-Mail|Telefonnummer|Mobiltelefonnummer|Zuständiger Mitarbeiter',
    ],
    [
      'Portuguese',
      'ID do registro|Nome|Sobrenome|E-mail|Número de telefone|Número de celular|Proprietário do contato',
    ],
  ])('HubSpot, in %s', (_language, row) => {
    const found = meaningsOf(row)
    expect([found.id?.length, found.email?.length, found.phone?.length, found.family?.length]).toEqual([
      1, 1, 2, 1,
    ])
    expect(found.given ?? found.name).toHaveLength(1)
  })

  test('Salesforce: a report, and a data export, whose account is not the contact', () => {
    for (const row of [
      'Contact ID|First Name|Last Name|Email|Phone|Mobile|Mailing Street|Mailing City|Mailing Zip/Postal Code|Birthdate|Account Name|Account ID|Contact Owner',
      'Id|FirstName|LastName|Email|Phone|MobilePhone|MailingStreet|MailingCity|MailingPostalCode|Birthdate|AccountId|OwnerId|ReportsToId',
    ]) {
      const found = meaningsOf(row)
      expect(found.id).toEqual([row.split('|')[0]])
      expect(Object.keys(found).sort()).toEqual([
        'birthdate',
        'email',
        'family',
        'given',
        'id',
        'locality',
        'phone',
        'postcode',
        'street',
      ])
      expect(found.phone).toHaveLength(2)
    }
  })

  // From the programs' own translations: WooCommerce's and Magento's language packs, what Outlook and Exchange
  // read, what Thunderbird and Odoo write.
  test.each([
    [
      'WooCommerce, fr',
      'Nom|Nom d’utilisateur|Dernière activité|E-mail|Commandes|Pays/région|Ville|Région|Code postal',
      'name email country locality region postcode',
    ],
    [
      'WooCommerce, de',
      'Name|Benutzername|Zuletzt aktiv|E-Mail|Bestellungen|Land / Region|Stadt|Region|Postleitzahl',
      'name email country locality region postcode',
    ],
    [
      'WooCommerce, pt',
      'Nome|Nome de utilizador|Email|Encomendas|Total gasto|País / Região|Cidade|Região|Código Postal',
      'name email country locality region postcode',
    ],
    [
      'its orders, de',
      'Rechnungsadresse: Vorname|Rechnungsadresse: Nachname|Telefon|E-Mail-Adresse|Straße|Ort / Stadt|Bundesland / Landkreis',
      'given family phone email street locality region',
    ],
    [
      'its orders, es',
      'Nombre de facturación|Apellidos de facturación|Teléfono|Dirección de la calle|Localidad / Ciudad|Región / Provincia',
      'name family phone street locality region',
    ],
    [
      'its orders, pt',
      'Primeiro nome de facturação|Apelido de facturação|Telefone|Morada - linha 1|Localidade|Distrito / Município',
      'given family phone street locality region',
    ],
    [
      'its orders, fr',
      'Prénom (facturation)|Nom (facturation)|Téléphone|Adresse de messagerie|Numéro et nom de rue|État / Comté',
      'given family phone email street region',
    ],
    [
      'Magento, es',
      'Número de Identificación (ID)|Nombre|Correo electrónico|Grupo|Teléfono|Código postal|País|Estado/provincia|Cliente desde|Sitio web|Dirección de envío|Número de VAT|Bloqueo de cuenta',
      'id name email phone postcode country region nationalid',
    ],
    [
      'Magento, de',
      'Id|Name|E-Mail|Gruppe|Telefonnummer|PLZ|Land|Bundesland|Kunde seit|Bestätigte E-Mail|Rechnungsadresse|Lieferadresse|Straße|Kontosperre',
      'id name email phone postcode country region street',
    ],
    [
      'Magento, pt',
      'Id.|Nome|Correio electrónico|Telefone|Cód. Postal|País|Concelho/Distrito|Email confirmado|Conta Criada em|Morada de Envio|Morada|Último Nome de Faturação',
      'id name email phone postcode country region street family',
    ],
    [
      'Outlook, es',
      'Title|Nombre|Segundo nombre|Apellidos|Organización|Home Street|Home City|Home Postal Code|Particular|Mobile Phone|Radioteléfono|Birthday|E-mail Address|Dirección de correo electrónico 2|Location|Devolución de llamada',
      'given middle family street locality postcode phone phone phone birthdate email email',
    ],
    [
      'Outlook, fr',
      'Prénom|Nom|Rue (domicile)|Tél. mobile|Radio téléphone|Adresse de messagerie|Code gouvernement|Emplacement|Rappel|Type de messagerie',
      'given family street phone phone email nationalid',
    ],
    [
      'Outlook, de',
      'Vorname|Nachname|Straße privat|Ort privat|Mobiltelefon|E-Mail-Adresse|E-Mail-Typ|Ort|Rückmeldung|Regierungsnr.',
      'given family street locality phone email nationalid',
    ],
    [
      'Outlook, pt',
      'Primeiro nome|Outros nomes/apelidos|Apelido|Rua da residência|2º telefone da residência|Endereço de correio electrónico|Localização|Tel. de resposta|Número do BI',
      'given middle family street phone email nationalid',
    ],
    [
      'Outlook, br',
      'Primeiro nome|Sobrenome|Endereço residencial|Cidade do endereço residencial|Estado|CEP do endereço residencial|Cidade|CEP|Telefone celular|Endereço de email 2|Birthday',
      'given family street locality region postcode locality postcode phone email birthdate',
    ],
    [
      'Thunderbird',
      'First Name|Last Name|Display Name|Primary Email|Secondary Email|Screen Name|Work Phone|Pager Number|Home Address|Home Address 2|Home ZipCode|Birth Year|Birth Month|Birth Day',
      'given family name email email phone street street second postcode birthdate',
    ],
    [
      'Thunderbird, de',
      'Vorname|Nachname|Anzeigename|Primäre E-Mail-Adresse|Messenger-Name|Tel. dienstlich|Mobil-Tel.-Nr.|Privat: Adresse|Privat: PLZ|Pager-Nummer',
      'given family name email phone phone street postcode',
    ],
    [
      'Odoo, fr',
      'ID externe|Nom affiché|E-mail|Téléphone|Mobile|Rue|Rue 2|Ville|Code postal|Pays',
      'id name email phone phone street street second locality postcode country',
    ],
    [
      'Salesforce, de',
      'Kontakt-ID|Vorname|Nachname|Postanschrift Straße|Postanschrift Ort|Postanschrift PLZ|Accountname',
      'id given family street locality postcode',
    ],
    [
      'Salesforce, fr',
      'ID du contact|Prénom|Nom de famille|Rue (adresse postale)|Ville (adresse postale)|Code postal (adresse postale)|Nom du compte',
      'id given family street locality postcode',
    ],
    [
      'Zoho',
      'Record Id|First Name|Mailing Street|Mailing Zip|Other Zip|Secondary Email|Account Name',
      'id given street postcode postcode email',
    ],
    [
      'Pipedrive',
      'Person - ID|Person - Name|Person - Email - Work|Person - Phone - Mobile|Person - Organization',
      'id name email phone',
    ],
    [
      'Freshdesk, de',
      'Vollständiger Name|Titel|E-Mail|Geschäftliche Telefonnummer|Mobiltelefonnummer|Unternehmen|Eindeutige externe ID',
      'name email phone phone id',
    ],
    [
      'HubSpot’s own names',
      'hs_object_id|firstname|lastname|email|phone|mobilephone|hs_additional_emails|hs_whatsapp_phone_number|createdate',
      'id given family email phone phone email phone',
    ],
    [
      'sheets that people keep',
      'Número de cliente|1er apellido|2º apellido|Móvil 1|Móvil 2|Nº móvil|Contact Number|Tel. Celular|Nº DNI|Né(e) le|Población/Localidad|Persona de contacto|Email del comercial|Teléfono del tutor|Lugar de nacimiento',
      'id family family second phone phone phone phone phone nationalid birthdate locality name',
    ],
    [
      'a Spanish ERP',
      'Cód.|Razón social|N.I.F.|Domicilio|C.Postal|Tlf.|Fecha Nacto.|Empresa de la dirección',
      'id name nationalid street postcode phone birthdate',
    ],
  ])('%s', (_program, row, fields) => {
    const columns = readHeaders(row.split('|'))
    expect(
      row
        .split('|')
        .flatMap((header) => columns.meaningOf(header)?.field ?? [])
        .join(' '),
    ).toBe(fields)
  })

  test('helpdesks and newsletters', () => {
    expect(meaningsOf('id|name|email|external_id|phone|organization|role|tags|created_at')).toEqual({
      id: ['id'],
      name: ['name'],
      email: ['email'],
      phone: ['phone'],
    })
    expect(
      meaningsOf('Full name|Email|Work phone|Mobile phone|Twitter ID|Unique external ID|Company'),
    ).toEqual({
      name: ['Full name'],
      email: ['Email'],
      phone: ['Work phone', 'Mobile phone'],
      id: ['Unique external ID'],
    })
    expect(
      meaningsOf('Email Address|First Name|Last Name|Phone Number|MEMBER_RATING|OPTIN_TIME|LEID|TAGS'),
    ).toEqual({
      email: ['Email Address'],
      given: ['First Name'],
      family: ['Last Name'],
      phone: ['Phone Number'],
      id: ['LEID'],
    })
    expect(
      meaningsOf(
        'CONTACT ID|EMAIL|NOMBRE|APELLIDOS|SMS|WHATSAPP|DOUBLE_OPT-IN|OPT_IN|ADDED_TIME|MODIFIED_TIME',
      ),
    ).toEqual({
      id: ['CONTACT ID'],
      email: ['EMAIL'],
      given: ['NOMBRE'],
      family: ['APELLIDOS'],
      phone: ['SMS', 'WHATSAPP'],
    })
  })

  test('Stripe: customers, and payments, whose id is the payment', () => {
    expect(
      meaningsOf(
        'id|Description|Email|Name|Created (UTC)|Delinquent|Card ID|Card Last4|Card Name|Default Source|Business Vat ID',
      ),
    ).toEqual({
      id: ['id'],
      email: ['Email'],
      name: ['Name', 'Card Name'],
    })
    expect(
      meaningsOf(
        'id|Description|Created (UTC)|Amount|Currency|Status|Statement Descriptor|Customer ID|Customer Email|Captured|Card Name',
      ),
    ).toEqual({ email: ['Customer Email'], name: ['Card Name'] })
  })

  test('Google contacts, now and before', () => {
    expect(
      meaningsOf(
        'First Name|Middle Name|Last Name|Phonetic First Name|Birthday|Notes|Labels|E-mail 1 - Label|E-mail 1 - Value|E-mail 2 - Value|Phone 1 - Label|Phone 1 - Value|Phone 7 - Value|Address 1 - Street|Address 1 - City|Address 1 - Postal Code',
      ),
    ).toEqual({
      given: ['First Name'],
      middle: ['Middle Name'],
      family: ['Last Name'],
      birthdate: ['Birthday'],
      email: ['E-mail 1 - Value', 'E-mail 2 - Value'],
      phone: ['Phone 1 - Value', 'Phone 7 - Value'],
      street: ['Address 1 - Street'],
      locality: ['Address 1 - City'],
      postcode: ['Address 1 - Postal Code'],
    })
    expect(
      meaningsOf(
        'Name|Given Name|Additional Name|Family Name|Yomi Name|Birthday|E-mail 1 - Type|E-mail 1 - Value|Phone 1 - Value',
      ),
    ).toMatchObject({ name: ['Name'], given: ['Given Name'], family: ['Family Name'] })
  })

  test.each([
    [
      'English',
      'First Name|Last Name|Company|Home Street|Home City|Home Postal Code|Business Street|Business City|Home Phone|Mobile Phone|Business Fax|Birthday|E-mail Address|E-mail 2 Address|E-mail Display Name',
    ],
    [
      'Spanish',
      'Nombre|Apellidos|Organización|Calle del domicilio|Ciudad del domicilio|Código postal particular|Calle del trabajo|Ciudad de trabajo|Particular|Teléfono móvil|Fax del trabajo|Cumpleaños|Dirección de correo electrónico|Dirección de correo electrónico 2|Nombre de pantalla de correo electrónico',
    ],
    [
      'French',
      "Prénom|Nom|Société|Rue (domicile)|Ville (domicile)|Code postal (domicile)|Rue (bureau)|Ville (bureau)|Téléphone (domicile)|Tél. mobile|Télécopie (bureau)|Anniversaire|Adresse de messagerie|Adresse de messagerie 2|Nom complet de l'adresse de messagerie",
    ],
    [
      'German',
      'Vorname|Nachname|Firma|Straße privat|Ort privat|Postleitzahl privat|Straße geschäftlich|Ort geschäftlich|Telefon (privat)|Mobiltelefon|Fax geschäftlich|Geburtstag|E-Mail-Adresse|E-Mail 2: Adresse|E-Mail: Angezeigter Name',
    ],
    [
      'Portuguese',
      'Primeiro nome|Apelido|Empresa|Rua da residência|Localidade da residência|Código postal da residência|Rua da empresa|Localidade da empresa|Telefone da residência|Telemóvel|Fax da empresa|Data de nascimento|Endereço de correio electrónico|Endereço do correio electrónico 2|Nome a apresentar para o correio electrónico',
    ],
  ])('Outlook contacts, in %s', (_language, row) => {
    const [
      given,
      family,
      ,
      street,
      locality,
      postcode,
      workStreet,
      workLocality,
      home,
      mobile,
      ,
      birthday,
      mail,
      mail2,
    ] = row.split('|')
    expect(meaningsOf(row)).toEqual({
      given: [given],
      family: [family],
      street: [street],
      locality: [locality],
      postcode: [postcode],
      'street work': [workStreet],
      'locality work': [workLocality],
      phone: [home, mobile],
      birthdate: [birthday],
      email: [mail, mail2],
    })
  })
})

test('anybody’s own headers: accents, capitals, signs and words that change nothing around a known one', () => {
  expect(
    meaningsOf(
      'Código|Nombre y apellidos|NIF/CIF|DIRECCIÓN|Población|C.P.|Teléfono 1|Teléfono de contacto|Tel. trabajo|e-mail 2|F. Nac.|Billing City|Office city',
    ),
  ).toEqual({
    id: ['Código'],
    name: ['Nombre y apellidos'],
    nationalid: ['NIF/CIF'],
    street: ['DIRECCIÓN'],
    locality: ['Población', 'Billing City'],
    postcode: ['C.P.'],
    phone: ['Teléfono 1', 'Teléfono de contacto', 'Tel. trabajo'],
    email: ['e-mail 2'],
    birthdate: ['F. Nac.'],
    'locality work': ['Office city'],
  })
})

test('a word that changes the meaning leaves a column unread: of a firm, of somebody else, of an event', () => {
  expect(
    meaningsOf(
      'Company Name|Nombre de la empresa|Business Name|Username|Shipping Phone|Emergency Phone|Fax|Email Opt In|Phone Type|Ciudad de nacimiento|Fecha de alta|Contact owner|Assistant phone|Spouse name|Last Name Kana|Last contact|First contact|Invoice ID|Factura ID|Total',
    ),
  ).toEqual({})
})

test('one header that another program writes too does not make a file its own', () => {
  expect(meaningsOf('Customer ID|Invoice ID|Name|Email')).toEqual({
    id: ['Customer ID'],
    name: ['Name'],
    email: ['Email'],
  })
})

test('what is said by hand goes before what ships', () => {
  expect(
    meaningsOf('Email|Ref|Tel. taller|Phone', {
      id: 'Ref',
      phone: ['Tel. taller'],
      'none of these': 'Phone',
    }),
  ).toEqual({ email: ['Email'], id: ['Ref'], phone: ['Tel. taller'] })
})

describe('the file that --columns names', () => {
  const dir = mkdtempSync(join(tmpdir(), 'ficha-columns-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  const read = (text: string) => {
    writeFileSync(join(dir, 'columns.json'), text)
    return readColumnMap(join(dir, 'columns.json'))
  }
  test('is an object of fields and headers', () => {
    expect(read('{"id": "Ref", "phone": ["Tel. 1", "Tel. 2"]}')).toEqual({
      id: 'Ref',
      phone: ['Tel. 1', 'Tel. 2'],
    })
    expect(readColumnMap(undefined)).toBeUndefined()
  })
  test.each([
    ['{"telephone": "Tel."}', 'telephone is no field; there are id, given'],
    ['{"phone": 3}', 'phone: write the header, or a list of headers'],
    ['["phone"]', 'write one JSON object'],
    ['phone: Tel.', 'cannot be read as JSON'],
  ])('%s is refused', (text, message) => {
    expect(() => read(text)).toThrow(message)
  })
})
