using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using RouteGen.Primitives;

namespace RouteGen.Serving;

/// <summary>Writes the lines of a response's head.</summary>
internal static class HeadLines
{
    private const int VersionDigit = 7;

    internal static void WriteStatusLine(ref OutputBuffer output, int status, bool isHttp10)
    {
        var line = StatusCodes.Line(status);
        if (line.IsEmpty)
            line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status:000} status code {status}\r\n"));
        var span = output.GetSpan(line.Length);
        line.CopyTo(span);
        if (isHttp10) span[VersionDigit] = (byte)'0';
        output.Advance(line.Length);
    }

    internal static void WriteContentLength(ref OutputBuffer output, long length)
    {
        // The name, at most 19 digits, and the CRLF.
        var span = output.GetSpan(16 + 19 + 2);
        "Content-Length: "u8.CopyTo(span);
        var end = 17;
        if ((ulong)length < 10) span[16] = (byte)('0' + length);
        else end = 16 + FormatLength(length, span[16..]);
        span[end] = (byte)'\r';
        span[end + 1] = (byte)'\n';
        output.Advance(end + 2);
    }

    private static int FormatLength(long length, Span<byte> destination)
    {
        var fits = Utf8Formatter.TryFormat(length, destination, out var count);
        Debug.Assert(fits);
        return count;
    }

    /// <summary>
    /// Writes one field line. The value is cleaned (<see cref="FieldWriter.AppendClean"/>), so that it cannot break the line.
    /// </summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="name">The name, a token.</param>
    /// <param name="field">The field. Its value must not be null.</param>
    internal static void WriteField(ref OutputBuffer output, string name, in Header.Field field)
    {
        output.AppendAscii(name);
        output.Append(": "u8);
        FieldWriter.AppendClean(ref output, field.Value.AsSpan().Trim(" \t\r\n"), field.IsLatin1);
        output.Append("\r\n"u8);
    }

    /// <summary>Returns true if a comma-separated list contains a token, without regard to case.</summary>
    internal static bool HasToken(string? list, string token)
    {
        if (list is null) return false;
        foreach (var range in list.AsSpan().Split(','))
            if (list.AsSpan(range).Trim(" \t").Equals(token, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
