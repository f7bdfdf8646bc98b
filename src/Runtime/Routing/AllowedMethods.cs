// The methods that a path has, for the Allow field of a 405 (RFC 9110 section 10.2.1). Nearly always they are common ones: then they are a
// set of bits, and each set's text is made once. A client that asks again and again makes nothing again.
namespace RouteGen.Routing;

internal struct AllowedMethods
{
    // Their places among the common ones.
    private const int Get = 1 << 2;
    private const int Head = 1 << 3;

    private int _common;
    private List<string>? _others;

    internal readonly bool IsEmpty => _common == 0 && _others is null;

    /// <summary>Adds a method; <c>GET</c> brings <c>HEAD</c>.</summary>
    internal void Add(string method)
    {
        if (method.Length == 0) return;
        var index = Texts.Common.AsSpan().IndexOf(method);
        if (index >= 0) _common |= 1 << index;
        else if ((_others ??= []).IndexOf(method) < 0) Insert(_others, method);
        if ((_common & Get) != 0) _common |= Head;
    }

    /// <summary>The value of the field.</summary>
    internal readonly string ToField()
    {
        if (_others is null && Texts.ByCommon[_common] is { } known) return known;
        var all = new List<string>(_others ?? []);
        for (var index = 0; index < Texts.Common.Length; index++)
            if ((_common & (1 << index)) != 0) Insert(all, Texts.Common[index]);
        var text = string.Join(", ", all);
        if (_others is null) Texts.ByCommon[_common] = text;
        return text;
    }

    private static void Insert(List<string> sorted, string method)
    {
        var index = 0;
        while (index < sorted.Count && string.CompareOrdinal(sorted[index], method) < 0) index++;
        sorted.Insert(index, method);
    }

    private static class Texts
    {
        internal static readonly string[] Common = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];

        internal static readonly string?[] ByCommon = new string?[1 << Common.Length];
    }
}
