using System.Globalization;
using System.Text;
using RouteGen.Protocol;

namespace Runtime.Tests.Protocol;

/// <summary>Parsed heads as one line of text, to compare with a row of cases. Parts at their defaults are left out.</summary>
internal static class HeadText
{
    internal static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    internal static string Of(RequestHead head, byte[] bytes)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Part(bytes, 0, head.MethodLength)} {head.Form} {Part(bytes, head.TargetStart, head.TargetLength)}");
        text.Append(CultureInfo.InvariantCulture, $" path={Part(bytes, head.PathStart, head.PathLength)}");
        if (head.HasQuery) text.Append(" query=").Append(Part(bytes, head.QueryStart, head.QueryLength));
        if (head.HostLength > 0) text.Append(" host=").Append(Part(bytes, head.HostStart, head.HostLength));
        if (head.IsPathClean) text.Append(" clean");
        if (head.MinorVersion != 1) text.Append(CultureInfo.InvariantCulture, $" minor={head.MinorVersion}");
        if (head.ExpectsContinue) text.Append(" expects");
        AppendShared(text, head, bytes);
        return text.ToString();
    }

    internal static string Of(ResponseHead head, byte[] bytes)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{head.MajorVersion}.{head.MinorVersion} {head.StatusCode}");
        if (head.ReasonLength > 0) text.Append(" reason=").Append(Part(bytes, head.ReasonStart, head.ReasonLength));
        AppendShared(text, head, bytes);
        return text.ToString();
    }

    private static void AppendShared(StringBuilder text, MessageHead head, byte[] bytes)
    {
        if (head.ContentLength >= 0) text.Append(CultureInfo.InvariantCulture, $" length={head.ContentLength}");
        if (head.IsChunked) text.Append(" chunked");
        if (head.HasClose) text.Append(" close");
        if (head.HasKeepAlive) text.Append(" keep-alive");
        if (head.IsUpgrade) text.Append(" upgrade");
        if (head.HasBareLineFeed) text.Append(" bare-lf");
        if (head.ImpliesNoCache) text.Append(" no-cache");
        if (head.TrailerField >= 0) AppendTrailer(text, head, bytes);
        foreach (ref readonly var field in head.Fields.AsSpan(0, head.FieldCount))
        {
            if (field.IsHidden) continue;
            var name = Part(bytes, field.NameStart, field.NameLength);
            text.Append(CultureInfo.InvariantCulture, $" [{name}: {Part(bytes, field.ValueStart, field.ValueLength)}]");
        }
    }

    private static void AppendTrailer(StringBuilder text, MessageHead head, byte[] bytes)
    {
        var names = new List<string>();
        var trailer = new TrailerNames(head, bytes);
        while (trailer.MoveNext()) names.Add(Encoding.Latin1.GetString(trailer.Current));
        text.Append(CultureInfo.InvariantCulture, $" trailer={head.TrailerField}:{string.Join(',', names)}");
    }

    private static string Part(byte[] bytes, int start, int length) => Encoding.Latin1.GetString(bytes, start, length);
}
