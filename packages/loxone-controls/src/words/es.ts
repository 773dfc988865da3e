import type { LanguageWords } from './language.js';

/** Spanish. */
export const ES: LanguageWords = {
  language: 'es',
  compounds: false,
  families: {
    lights:
      'luz, luces, lámpara, lámparas, iluminación, bombilla, bombillas, foco, focos, regulador de luz, atenuador, plafón, tira LED',
    covers:
      'persiana, persianas, estor, estores, cortina, cortinas, toldo, toldos, veneciana, venecianas, celosía, celosías, lamas, sombreado, contraventana, contraventanas',
    switches:
      'interruptor, interruptores, enchufe, enchufes, toma, tomas, botón, botones, pulsador, pulsadores, relé, deslizador, temporizador, conmutador',
    climate:
      'clima, climatización, calefacción, radiador, radiadores, suelo radiante, refrigeración, aire acondicionado, termostato, termostatos, temperatura, temperaturas, ventilación, ventilador, ventiladores',
    media:
      'medios, música, audio, altavoz, altavoces, radio, sonido, volumen, televisión, televisor, tele, mando a distancia, zona de música',
    access:
      'acceso, puerta, puertas, portón, portones, garaje, cancela, cerradura, cerraduras, verja, portero, videoportero, interfono, timbre, teclado de código, ventana, ventanas, claraboya',
    security:
      'seguridad, alarma, alarmas, humo, detector de humo, incendio, robo, fuga de agua, llamada de emergencia, buzón',
    energy:
      'energía, electricidad, corriente, contador, contadores, potencia, consumo, solar, fotovoltaica, batería, baterías, cargador, punto de carga, red, precio spot',
    sensors:
      'sensor, sensores, movimiento, detector de movimiento, presencia, humedad, luminosidad, calidad del aire, ventana, ventanas, contacto',
    scenes: 'escena, escenas, ambiente, ambientes, secuencia, secuencias, escenario',
    appliances:
      'electrodoméstico, electrodomésticos, aparato, aparatos, piscina, piscinas, sauna, riego, aspersor, aspersores, despertador, despertadores, termómetro de carne',
    information:
      'información, informaciones, info, estado, texto, textos, tiempo, meteorología, página web, registro, contador de horas',
  },
  verbs: {
    on: 'enciende, encender, encienda, prende, prender, conecta, conectar, activa, activar',
    off: 'apaga, apagar, apague, desconecta, desconectar, desactiva, desactivar',
    toggle: 'alterna, alternar, conmuta, conmutar',
    open: 'abre, abrir, abra',
    close: 'cierra, cerrar, cierre',
    raise: 'sube, subir, suba, levanta, levantar, arriba, más alto',
    lower: 'baja, bajar, baje, abajo, más bajo',
    stop: 'detén, detener, parar, stop, alto',
    dim: 'atenúa, atenuar, oscurece, oscurecer, menos brillo',
    brighten: 'aclara, aclarar, más brillo, ilumina, iluminar',
    set: 'ajusta, ajustar, pon, poner, establece, establecer, cambia, cambiar',
    lock: 'bloquea, bloquear, cierra con llave, echa la llave',
    unlock: 'desbloquea, desbloquear',
    arm: 'arma, armar, arme',
    disarm: 'desarma, desarmar, desarme',
    start: 'inicia, iniciar, empieza, empezar, arranca, arrancar, comienza, comenzar',
    pause: 'pausa, pausar, suspende, suspender',
    play: 'reproduce, reproducir, toca, tocar, reanuda, reanudar',
    next: 'siguiente, próximo, próxima',
    previous: 'anterior, atrás',
    acknowledge: 'confirma, confirmar, reconoce, reconocer',
  },
  ambiguous: 'ventana, ventanas',
};
