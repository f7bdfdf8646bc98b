using System.Globalization;
using System.Text;

namespace RouteGen.Handling;

/// <summary>
/// Formats the page of a directory. Names are not trusted, so they are escaped: as a path segment in links, as HTML elsewhere.
/// </summary>
internal static class ListingPage
{
    private const string Head =
        "<!doctype html>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>";

    private const string Style =
        "<style>body{font-family:sans-serif}th{text-align:left}td,th{padding:0 1em 0 0}"
        + "td+td{font-variant-numeric:tabular-nums;text-align:right;white-space:nowrap}</style>";

    internal static string Format(string title, bool hasParent, List<ListingRow> rows, bool isWhole)
    {
        var escaped = HtmlText.Escape(title);
        var page = new StringBuilder(Head).Append(escaped).Append("</title>\n" + Style + "\n<h1>").Append(escaped).Append("</h1>\n");
        page.Append("<table>\n<tr><th>Name<th>Size<th>Changed (UTC)\n");
        if (hasParent) page.Append("<tr><td><a href=\"../\">../</a><td><td>\n");
        foreach (var row in rows) Append(page, row);
        page.Append("</table>\n");
        if (!isWhole)
            page.Append(CultureInfo.InvariantCulture, $"<p>The directory has more than these {DirectoryListing.EntriesMax} entries.\n");
        return page.ToString();
    }

    private static void Append(StringBuilder page, in ListingRow row)
    {
        page.Append("<tr><td><a href=\"").Append(ReferenceTo(row.Name)).Append("\">").Append(HtmlText.Escape(row.Name)).Append("</a><td>");
        if (row.Length is { } length) page.Append(Size(length));
        page.Append("<td>");
        if (ContentTime.Of(row.Modified) is { } modified) page.Append(modified.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        page.Append('\n');
    }

    // Escapes the name as a path, including a question mark, a number sign, and characters that could end the attribute.
    private static string ReferenceTo(string name) => new Url { Path = name }.ToString();

    // Formats a size with about three digits: "999 B", "1.0 KiB", "1023 KiB", "1.5 GiB".
    private static string Size(long bytes)
    {
        if (bytes < 1024) return bytes.ToString(CultureInfo.InvariantCulture) + " B";
        var size = bytes / 1024.0;
        var unit = 0;
        for (; size >= 1024 && unit < 5; unit++) size /= 1024;
        return size.ToString(size < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " " + "KMGTPE"[unit] + "iB";
    }
}
