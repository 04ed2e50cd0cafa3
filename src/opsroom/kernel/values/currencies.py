"""ISO 4217 currencies and their minor digits as data; refuses codes that no shop can be paid in."""

from __future__ import annotations

from opsroom.kernel.values.errors import CodedError, Retry

# Active codes by number of minor digits (ISO 4217, list one). Precious metals, testing and unit-of-account codes
# are left out on purpose: no order is paid in them, so meeting one is bad data.
_TWO = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE
CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR
KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB
PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY
TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
ANG BGN HRK
"""
_ZERO = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"

# ANG, BGN and HRK were withdrawn lately but stand in the histories that shops import.
MINOR_DIGITS: dict[str, int] = (
    dict.fromkeys(_TWO.split(), 2) | dict.fromkeys(_ZERO.split(), 0) | dict.fromkeys(_THREE.split(), 3)
)


class UnknownCurrency(CodedError):
    """A code that is not in the table."""

    code = "values.unknown_currency"
    sentence = "{currency!r} is not a currency we know. Use its three-letter code, such as EUR, GBP or USD."
    retry = Retry.AFTER_FIX


def minor_digits(currency: str) -> int:
    """Digits after the decimal point: 2 for EUR, 0 for JPY, 3 for KWD. Raises UnknownCurrency."""
    try:
        return MINOR_DIGITS[currency]
    except (KeyError, TypeError):
        raise UnknownCurrency(currency=currency) from None
