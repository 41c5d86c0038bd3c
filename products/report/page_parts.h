// The page's template, style and script: page.html (Mustache), page.css and page.js of this folder, built into the
// program.
#pragma once

#include <string_view>

namespace skyshed {

extern const std::string_view page_template;
extern const std::string_view page_style;
extern const std::string_view page_script;

}  // namespace skyshed
