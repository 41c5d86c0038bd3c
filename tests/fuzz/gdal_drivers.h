// Leaves GDAL the drivers whose readers are asked to bear hostile input, and no network.
#pragma once

#include <cpl_conv.h>
#include <gdal_priv.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

namespace skyshed {

inline void keep_drivers(std::initializer_list<std::string_view> names) {
  GDALAllRegister();
  GDALDriverManager& drivers = *GetGDALDriverManager();
  std::string others;
  for (int i = 0; i < drivers.GetDriverCount(); ++i) {
    const std::string name = drivers.GetDriver(i)->GetDescription();
    if (std::ranges::find(names, name) == names.end()) others += name + ",";
  }
  CPLSetConfigOption("GDAL_SKIP", others.c_str());  // whoever registers drivers later leaves them out as well
  drivers.AutoSkipDrivers();
  CPLSetConfigOption("CPL_VSIL_CURL_ALLOWED_EXTENSIONS", ".none");
}

}  // namespace skyshed
