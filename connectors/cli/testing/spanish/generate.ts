import { seeded } from '../../linkage/train.ts'

/**
 * A labelled world of Spanish customers: households on one phone and mail, two surnames, nicknames, typos,
 * shared desks.
 */
export interface Made {
  id: string
  entity: string
  given?: string
  family?: string
  name?: string
  birthdate?: string
  nationalid?: string
  email?: string
  phone?: string
  street?: string
  locality?: string
  postcode?: string
}

const women =
  'María José,María Dolores,Carmen,Ana,Isabel,Laura,Lucía,Marta,Elena,Cristina,Pilar,Rocío,Nuria,Inmaculada,Beatriz,Concepción,Montserrat,Leire,Ainhoa,Noelia,Aitana,Candela,Mercedes,Rosario'.split(
    ',',
  )
const men =
  'José,Antonio,Manuel,Francisco,Juan Carlos,David,Javier,Daniel,Jesús,Alejandro,Pablo,Sergio,Fernando,Jorge,Iker,Álvaro,Ignacio,Joaquín,Rubén,Óscar,Gonzalo,Rafael,Enrique,Xavier'.split(
    ',',
  )
const families =
  'García,Rodríguez,González,Fernández,López,Martínez,Sánchez,Pérez,Gómez,Martín,Jiménez,Ruiz,Hernández,Díaz,Moreno,Muñoz,Álvarez,Romero,Alonso,Gutiérrez,Navarro,Torres,Domínguez,Vázquez,Ramos,Gil,Serrano,Blanco,Molina,Castro,Ortega,Rubio,Marín,Sanz,Iglesias,Medina,Cortés,Castillo,Garrido,Santos,Lozano,Cano,Prieto,Méndez,Calvo,Goikoetxea,Etxeberria,Puigdevall,Zubizarreta,Camprubí,de la Fuente,del Río,Bustamante,Olmedo,Barea,Tejedor,Quintanilla,Villanueva,Arribas,Echevarría'.split(
    ',',
  )
const places = [
  ['Madrid', '280'],
  ['Barcelona', '080'],
  ['Valencia', '460'],
  ['Sevilla', '410'],
  ['Bilbao', '480'],
  ['Málaga', '290'],
  ['Zaragoza', '500'],
  ['Vigo', '362'],
] as const
const streets =
  'Calle Mayor,Avenida de la Constitución,Calle Real,Paseo de Gracia,Calle del Sol,Plaza de España,Calle Alcalá,Ronda Norte,Calle San Juan,Camino Viejo,Calle Larga,Avenida del Puerto'.split(
    ',',
  )
const nick: Record<string, string> = {
  Francisco: 'Paco',
  'María José': 'Mª José',
  José: 'Pepe',
  Manuel: 'Manolo',
  Isabel: 'Isa',
  Concepción: 'Concha',
  Rosario: 'Charo',
  Ignacio: 'Nacho',
  Enrique: 'Quique',
  Inmaculada: 'Inma',
  'María Dolores': 'Lola',
  Alejandro: 'Álex',
}
const fold = (s: string): string => s.normalize('NFD').replace(/\p{M}/gu, '')

export function spanishWorld(households: number, seed = 2026): Made[] {
  const random = seeded(seed)
  const any = <X>(list: readonly X[]): X => list[Math.floor(random() * list.length)] as X
  const chance = (p: number) => random() < p
  const digits = (n: number) => Array.from({ length: n }, () => Math.floor(random() * 10)).join('')
  const slip = (s: string) => {
    if (s.length < 5) return s
    const i = 1 + Math.floor(random() * (s.length - 3))
    return chance(0.5)
      ? s.slice(0, i) + s.slice(i + 1)
      : s.slice(0, i) + (s[i + 1] as string) + (s[i] as string) + s.slice(i + 2)
  }
  const out: Made[] = []
  let person = 0
  for (let h = 0; h < households; h++) {
    const [father, mother] = [any(families), any(families)]
    const [locality, zone] = any(places)
    const home = {
      street: `${any(streets)} ${1 + Math.floor(random() * 120)}`,
      locality,
      postcode: zone + digits(2),
    }
    const phone = `6${digits(8)}`
    const mail = `familia.${fold(father).toLowerCase().replace(/ /g, '')}${digits(3)}@correo.es`
    const size = chance(0.45) ? 1 : 2 + Math.floor(random() * 3)
    for (let k = 0; k < size; k++) {
      const entity = `p${person++}`
      const given = chance(0.5) ? any(women) : any(men)
      const family = k === 1 ? `${any(families)} ${any(families)}` : `${father} ${mother}`
      const number = digits(8)
      const dni = number + 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number) % 23]
      const born = `${k < 2 ? 1950 + Math.floor(random() * 35) : 1985 + Math.floor(random() * 20)}-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`
      const own =
        `${fold(given.split(' ')[0] as string)}.${fold(family.split(' ')[0] as string)}${digits(2)}@gmail.com`.toLowerCase()
      const truth = {
        birthdate: born,
        nationalid: dni,
        email: size > 1 && chance(0.3) ? mail : chance(0.03) ? 'info@asesoria.es' : own,
        phone: size > 1 && chance(0.4) ? phone : chance(0.01) ? '600000000' : `6${digits(8)}`,
        ...home,
      }
      const copies = chance(0.5) ? 1 : 2 + Math.floor(random() * 2)
      for (let c = 0; c < copies; c++) {
        const first = c > 0 && chance(0.25) && nick[given] ? (nick[given] as string) : given
        const last =
          c > 0 && chance(0.25)
            ? (family.split(' ')[0] as string)
            : c > 0 && chance(0.15)
              ? slip(family)
              : family
        const written: Pick<Made, 'given' | 'family' | 'name'> =
          c > 0 && chance(0.3)
            ? { name: chance(0.5) ? fold(`${last}, ${first}`).toUpperCase() : `${first} ${last}` }
            : { given: first, family: last }
        const full: Made = { id: `r${out.length}`, entity, ...written, ...truth }
        if (c > 0) {
          if (chance(0.2)) full.birthdate = `${born.slice(8)}/${born.slice(5, 7)}/${born.slice(0, 4)}`
          if (chance(0.05)) full.nationalid = slip(dni)
          if (chance(0.2))
            Object.assign(full, {
              street: `${any(streets)} ${1 + Math.floor(random() * 120)}`,
              postcode: zone + digits(2),
            })
          if (chance(0.3)) full.phone = `6${digits(8)}`
        }
        for (const field of ['birthdate', 'nationalid', 'email', 'phone', 'street', 'postcode'] as const)
          if (chance(field === 'nationalid' ? 0.6 : 0.25)) delete full[field]
        out.push(full)
      }
    }
  }
  return out
}
