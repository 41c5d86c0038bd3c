#include "cli/lift_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/text_table.h"
#include "products/csv.h"
#include "products/table.h"
#include "products/words.h"

namespace skyshed {
namespace {

using Json = nlohmann::ordered_json;

// "4 / 5 / 8", or one number where all are alike.
template <class ValueOf>
std::string three(const ValueOf& value_of) {
  const std::string low = fmt::format("{:.0f}", double(value_of(LiftCase::fewest)));
  const std::string nominal = fmt::format("{:.0f}", double(value_of(LiftCase::nominal)));
  const std::string high = fmt::format("{:.0f}", double(value_of(LiftCase::most)));
  return low == nominal && nominal == high ? nominal : fmt::format("{} / {} / {}", low, nominal, high);
}

template <class T>
const T& at(const ByLiftCase<T>& values, LiftCase lift_case) {
  return values[static_cast<std::size_t>(lift_case)];
}

std::string sorties_text(const ByLiftCase<Airlift>& lift) {
  const std::string left = three([&](LiftCase c) { return at(lift, c).left_behind; });
  std::string text = three([&](LiftCase c) { return at(lift, c).total(); });
  if (left != "0") text += fmt::format(", leaves {}", left);
  return text;
}

std::string remark_on(const AssetLift& lift) {
  if (lift.system->self_deploying) return "leaves by itself";
  if (lift.without_weight.empty()) return "";
  if (lift.pieces[0] == 0) return "no weight on record";
  return fmt::format("counted without its {}, of no weight on record", fmt::join(lift.without_weight, ", "));
}

std::string plan_text(const LiftPlan& plan) {
  std::vector<std::string> names;
  for (const Carrier& carrier : plan.carriers) names.push_back(carrier.id);
  std::vector<TextColumn> columns{{"asset"}, {"pieces", Align::right}, {"tonnes", Align::right}};
  for (const std::string& name : names) columns.push_back({name + " alone"});
  if (names.size() > 1) columns.push_back({fmt::format("{}", fmt::join(names, " + "))});
  std::vector<std::vector<std::string>> rows;
  std::string remarks;
  for (const AssetLift& lift : plan.assets) {
    const std::string remark = remark_on(lift);
    if (!remark.empty()) remarks += fmt::format("  {}: {}\n", lift.asset, remark);
    const bool known = lift.pieces[0] > 0;
    if (!known) continue;
    std::vector<std::string> row{lift.asset};
    row.push_back(three([&](LiftCase c) { return at(lift.pieces, c); }));
    row.push_back(three([&](LiftCase c) { return at(lift.weight_t, c); }));
    for (const auto& alone : lift.alone) row.push_back(sorties_text(alone));
    if (names.size() > 1) row.push_back(sorties_text(lift.together));
    rows.push_back(std::move(row));
  }
  const std::string table = rows.empty() ? "" : text_table(columns, rows, 2);
  return "Sorties to carry each asset away (low / nominal / high)\n" + table + remarks;
}

std::string fit_word(const SystemLoad& load, const Carrier& carrier) {
  const HoldFit best = fit_of(load, carrier, LiftCase::fewest);
  const HoldFit worst = fit_of(load, carrier, LiftCase::most);
  if (worst == HoldFit::fits) return "fits";
  if (best == HoldFit::too_large) return "too large";
  if (best == HoldFit::too_heavy) return "too heavy";
  return fit_of(load, carrier, LiftCase::nominal) == HoldFit::fits ? "fits, not at its heaviest" : "at its lightest";
}

std::vector<const CatalogueSystem*> systems_of(const LiftPlan& plan) {
  std::vector<const CatalogueSystem*> systems;
  for (const AssetLift& lift : plan.assets) {
    if (std::ranges::find(systems, lift.system) == systems.end()) systems.push_back(lift.system);
  }
  return systems;
}

std::string fits_text(const LiftPlan& plan) {
  std::vector<TextColumn> columns{{"system"}, {"load"}, {"tonnes", Align::right}};
  for (const Carrier& carrier : plan.carriers) {
    columns.push_back({fmt::format("{} ({} t)", carrier.id, three([&](LiftCase c) {
                                     const Estimate& payload = carrier.payload_t->value;
                                     return c == LiftCase::fewest    ? payload.low
                                            : c == LiftCase::nominal ? payload.nominal
                                                                     : payload.high;
                                   }))});
  }
  std::vector<std::vector<std::string>> rows;
  for (const CatalogueSystem* system : systems_of(plan)) {
    for (const SystemLoad& load : system->loads) {
      if (!load.weight_t) continue;
      const Estimate& weight = load.weight_t->value;
      std::vector<std::string> row{
          system->id, load.name, three([&](LiftCase c) {
            return c == LiftCase::fewest ? weight.low : c == LiftCase::nominal ? weight.nominal : weight.high;
          })};
      for (const Carrier& carrier : plan.carriers) row.push_back(fit_word(load, carrier));
      rows.push_back(std::move(row));
    }
  }
  if (rows.empty()) return "";
  return "\nWhat fits which hold\n" + text_table(columns, rows, 2);
}

std::string curve_text(const LiftCurve& curve) {
  if (curve.steps.empty()) return "\nNothing that is surely there leaves: no curve.\n";
  std::string text;
  std::vector<Role> told;
  for (const LiftCurve::Left& first : curve.left) {
    if (std::ranges::find(told, first.role) != told.end()) continue;
    told.push_back(first.role);
    TextTable table{
        fmt::format("\nLeft of {} · {} from {} on · km², likely", name_of(first.role), first.target, curve.phase),
        {"after", "sorties"},
        {},
        {}};
    table.rows.push_back({{"", "0"}, {}});
    for (const LiftCurve::Step& step : curve.steps) {
      const std::string sorties = three([&](LiftCase c) { return at(step.sorties, c); });
      table.rows.push_back({{step.asset, sorties + (step.all_weights_known ? "" : " at least")}, {}});
    }
    for (const LiftCurve::Left& left : curve.left) {
      if (left.role != first.role || left.target != first.target) continue;
      table.columns.push_back({with_thousands(left.altitude.metres) + " m ", name_of(left.altitude.reference) + " "});
      for (std::size_t i = 0; i < table.rows.size(); ++i) {
        table.rows[i].cells.push_back(with_thousands(left.area_m2[i] / 1e6) + " ");
      }
    }
    text += printed(table, report_width);
  }
  return text;
}

Json json_of(const ByLiftCase<Airlift>& lift, const std::vector<std::string>& carriers) {
  constexpr const char* words[] = {"low", "nominal", "high"};
  Json json;
  for (std::size_t c = 0; c < std::size(words); ++c) {
    Json one{{"sorties", lift[c].total()}, {"pieces_left_behind", lift[c].left_behind}};
    for (std::size_t i = 0; i < lift[c].sorties.size(); ++i) one["by"][carriers[i]] = lift[c].sorties[i];
    json[words[c]] = std::move(one);
  }
  return json;
}

template <class T>
Json json_of(const ByLiftCase<T>& values) {
  return {{"low", values[0]}, {"nominal", values[1]}, {"high", values[2]}};
}

}  // namespace

std::string lift_text(const LiftPlan& plan, const LiftCurve& curve) {
  return plan_text(plan) + fits_text(plan) + curve_text(curve);
}

std::string lift_json(const LiftPlan& plan, const LiftCurve& curve) {
  Json json{{"assets", Json::array()}, {"fits", Json::array()}};
  std::vector<std::string> names;
  for (const Carrier& carrier : plan.carriers) names.push_back(carrier.id);
  for (const AssetLift& lift : plan.assets) {
    Json asset{{"id", lift.asset},
               {"self_deploying", lift.system->self_deploying},
               {"without_weight", lift.without_weight},
               {"pieces", json_of(lift.pieces)},
               {"weight_t", json_of(lift.weight_t)}};
    if (lift.pieces[0] > 0) {
      for (std::size_t i = 0; i < names.size(); ++i) asset["alone"][names[i]] = json_of(lift.alone[i], {names[i]});
      asset["together"] = json_of(lift.together, names);
    }
    json["assets"].push_back(std::move(asset));
  }
  for (const CatalogueSystem* system : systems_of(plan)) {
    for (const SystemLoad& load : system->loads) {
      if (!load.weight_t) continue;
      for (const Carrier& carrier : plan.carriers) {
        json["fits"].push_back(
            {{"system", system->id}, {"load", load.name}, {"carrier", carrier.id}, {"fit", fit_word(load, carrier)}});
      }
    }
  }
  Json steps = Json::array();
  for (const LiftCurve::Step& step : curve.steps) {
    steps.push_back(
        {{"asset", step.asset}, {"sorties", json_of(step.sorties)}, {"all_weights_known", step.all_weights_known}});
  }
  Json areas = Json::array();
  for (const LiftCurve::Left& left : curve.left) {
    Json km2 = Json::array();
    for (const double area : left.area_m2) km2.push_back(area / 1e6);
    areas.push_back({{"role", name_of(left.role)},
                     {"target", left.target},
                     {"altitude", name_of(left.altitude)},
                     {"area_km2", std::move(km2)}});
  }
  json["curve"] = {{"phase", curve.phase}, {"steps", std::move(steps)}, {"left", std::move(areas)}};
  return json.dump(2) + "\n";
}

std::string lift_csv(const LiftCurve& curve) {
  std::string text = csv_line({"step", "asset", "sorties_low", "sorties_nominal", "sorties_high", "all_weights_known",
                               "role", "target", "altitude_m", "altitude_reference", "left_km2", "lost_km2"});
  for (std::size_t i = 0; i <= curve.steps.size(); ++i) {
    const LiftCurve::Step step = i == 0 ? LiftCurve::Step{"", {}, true} : curve.steps[i - 1];
    for (const LiftCurve::Left& left : curve.left) {
      text += csv_line({fmt::format("{}", i), step.asset, fmt::format("{}", step.sorties[0]),
                        fmt::format("{}", step.sorties[1]), fmt::format("{}", step.sorties[2]),
                        step.all_weights_known ? "yes" : "no", name_of(left.role), left.target,
                        fmt::format("{}", left.altitude.metres), name_of(left.altitude.reference),
                        csv_km2(left.area_m2[i]), csv_km2(left.area_m2.front() - left.area_m2[i])});
    }
  }
  return text;
}

}  // namespace skyshed
