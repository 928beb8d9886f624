"""Where an indicator will end: distributions from few annual figures, with similar regions beside them where given."""

from planledger.planning.forecasting.forecast import Forecast, NoForecast, forecast, mean_ahead
from planledger.planning.forecasting.mixture import Mixture
from planledger.planning.forecasting.outlook import Outlook, look_ahead
from planledger.planning.forecasting.prior import Prior, learn_prior
from planledger.planning.forecasting.scales import Scale, scale_of

__all__ = [
    "Forecast",
    "Mixture",
    "NoForecast",
    "Outlook",
    "Prior",
    "Scale",
    "forecast",
    "learn_prior",
    "look_ahead",
    "mean_ahead",
    "scale_of",
]
