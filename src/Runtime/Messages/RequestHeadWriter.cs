// Writes the head of a request in Go's order (BEHAVIOUR C10): request line, Host, User-Agent, Connection: close, framing, Trailer, the
// program's fields sorted by name, and the transport's fields sorted by name. RequestPlan has checked and copied the other properties, but
// another thread may be changing the fields and trailer fields. So each of them is copied, checked again and then written.
using RouteGen.Primitives;
using RouteGen.Protocol;

namespace RouteGen;

internal static class RequestHeadWriter
{
    // Up to this many fields are sorted by insertion, without an allocation.
    private const int FewFields = 32;

    internal static void Write(ref OutputBuffer output, Request request, in RequestPlan plan)
    {
        output.AppendAscii(plan.Method);
        output.Append((byte)' ');
        output.AppendAscii(plan.Target);
        output.Append(" HTTP/1.1\r\nHost: "u8);
        output.AppendAscii(plan.Host);
        output.Append("\r\n"u8);
        var fields = FieldsOf(request.SentHeader);
        WriteUserAgent(ref output, fields);
        var closesFirst = plan.AddsClose && request.Close;
        if (closesFirst) output.Append("Connection: close\r\n"u8);
        WriteFraming(ref output, request, plan);
        WriteFields(ref output, fields, plan.User);
        if (plan.AcceptEncoding is { } codings) WriteField(ref output, "Accept-Encoding", codings);
        if (plan.AddsClose && !closesFirst) output.Append("Connection: close\r\n"u8);
        if (plan.ProxyAuthorization is { } credentials) WriteField(ref output, "Proxy-Authorization", credentials);
        output.Append("\r\n"u8);
    }

    /// <summary>Writes the trailer section that follows the last chunk, and the final empty line.</summary>
    internal static void WriteTrailer(ref OutputBuffer output, Header? trailer)
    {
        if (trailer is not null)
        {
            foreach (var field in FieldsOf(trailer))
            {
                if (field.Value is null) continue;
                RequestPlan.CheckTrailerName(field.Name);
                WriteField(ref output, field);
            }
        }

        output.Append("\r\n"u8);
    }

    /// <summary>
    /// Writes the trailer section of a response. Does not throw, unlike <see cref="WriteTrailer"/>. Fields that cannot be trailer fields
    /// are omitted, and values are cleaned as in <see cref="WriteSorted"/>.
    /// </summary>
    internal static void WriteCleanTrailer(ref OutputBuffer output, Header? trailer)
    {
        if (trailer is not null)
        {
            foreach (var field in FieldsOf(trailer))
                if (field.Value is not null && RequestPlan.IsTrailerName(field.Name)) WriteClean(ref output, field);
        }

        output.Append("\r\n"u8);
    }

    private static void WriteUserAgent(ref OutputBuffer output, ReadOnlySpan<Header.Field> fields)
    {
        foreach (var field in fields)
        {
            if (field.Name != "User-Agent") continue;
            if (!string.IsNullOrEmpty(field.Value)) WriteField(ref output, field);
            return;
        }

        output.Append("User-Agent: RouteGen/0.1\r\n"u8);
    }

    private static void WriteFraming(ref OutputBuffer output, Request request, in RequestPlan plan)
    {
        if (plan.IsChunked)
        {
            output.Append("Transfer-Encoding: chunked\r\n"u8);
            WriteTrailerNames(ref output, request.Trailer);
        }
        else if (plan.Length > 0 || plan.Method is "POST" or "PUT" or "PATCH")
        {
            output.Append("Content-Length: "u8);
            output.AppendDecimal(plan.Length);
            output.Append("\r\n"u8);
        }
    }

    /// <summary>Writes a <c>Trailer</c> field with the names of the trailer fields, if there are any.</summary>
    internal static void WriteTrailerNames(ref OutputBuffer output, Header? trailer)
    {
        var fields = FieldsOf(trailer);
        if (fields.IsEmpty) return;
        var isFirst = true;
        foreach (var index in Sorted(fields, stackalloc int[FewFields]))
        {
            var name = fields[index].Name;
            // A field that cannot be a trailer field is not announced either.
            if (!RequestPlan.IsTrailerName(name)) continue;
            output.Append(isFirst ? "Trailer: "u8 : ","u8);
            isFirst = false;
            output.AppendAscii(name);
        }

        if (!isFirst) output.Append("\r\n"u8);
    }

    private static void WriteFields(ref OutputBuffer output, ReadOnlySpan<Header.Field> fields, UserInfo? user)
    {
        if (fields.IsEmpty && user is null) return;
        foreach (var index in Sorted(fields, stackalloc int[FewFields]))
        {
            var field = fields[index];
            if (user is not null && string.CompareOrdinal(field.Name, "Authorization") >= 0)
            {
                // A field of the program takes precedence. Otherwise the credentials are written at the position of <c>Authorization</c> in
                // the order of names.
                if (field.Name != "Authorization") WriteBasicAuthorization(ref output, user);
                user = null;
            }

            if (field.Value is null) continue;
            if (field.Name is "Host" or "User-Agent" or "Content-Length" or "Transfer-Encoding" or "Trailer") continue;
            WriteField(ref output, field);
        }

        if (user is not null) WriteBasicAuthorization(ref output, user);
    }

    /// <summary>Writes the fields of a response, sorted by name, except for framing fields, which the caller writes.</summary>
    internal static void WriteSorted(ref OutputBuffer output, ReadOnlySpan<Header.Field> fields)
    {
        foreach (var index in Sorted(fields, stackalloc int[FewFields]))
        {
            var field = fields[index];
            if (field.Value is null || field.Name is "Content-Length" or "Transfer-Encoding" or "Trailer"
                || !HeaderNames.IsToken(field.Name)) continue;
            WriteClean(ref output, field);
        }
    }

    private static void WriteClean(ref OutputBuffer output, in Header.Field field)
    {
        output.AppendAscii(field.Name);
        output.Append(": "u8);
        FieldWriter.AppendClean(ref output, field.Value.AsSpan().Trim(" \t"), field.IsLatin1);
        output.Append("\r\n"u8);
    }

    private static void WriteField(ref OutputBuffer output, string name, string value) =>
        WriteField(ref output, new Header.Field(name, value));

    // The field is a copy, so the text that is written is the text that was checked.
    private static void WriteField(ref OutputBuffer output, in Header.Field field)
    {
        RequestPlan.CheckField(field);
        output.AppendAscii(field.Name);
        output.Append(": "u8);
        // RFC 9110 section 5.5: blanks around a value are not part of it.
        FieldWriter.Append(ref output, field.Value.AsSpan().Trim(" \t"), field.IsLatin1);
        output.Append("\r\n"u8);
    }

    // Writes user name and password of the URL (BEHAVIOUR C26).
    private static void WriteBasicAuthorization(ref OutputBuffer output, UserInfo user) =>
        WriteField(ref output, "Authorization", RequestPlan.BasicCredentials(user)!);

    private static ReadOnlySpan<Header.Field> FieldsOf(Header? header)
    {
        header?.Materialise();
        return header is null ? default : header.Fields;
    }

    /// <summary>Returns the indices of the fields, sorted by name. Fields of the same name keep their order.</summary>
    private static Span<int> Sorted(ReadOnlySpan<Header.Field> fields, Span<int> room)
    {
        if (fields.Length > room.Length) return SortedMany(fields);
        for (var index = 0; index < fields.Length; index++)
        {
            var place = index;
            while (place > 0 && string.CompareOrdinal(fields[room[place - 1]].Name, fields[index].Name) > 0)
            {
                room[place] = room[place - 1];
                place--;
            }

            room[place] = index;
        }

        return room[..fields.Length];
    }

    // Sorting by insertion would be quadratic, and the client of a proxy can choose the number of fields.
    private static int[] SortedMany(ReadOnlySpan<Header.Field> fields)
    {
        var names = new string[fields.Length];
        var order = new int[fields.Length];
        for (var index = 0; index < order.Length; index++)
        {
            names[index] = fields[index].Name;
            order[index] = index;
        }

        Array.Sort(
            order, (left, right) => string.CompareOrdinal(names[left], names[right]) is not 0 and var byName ? byName : left - right);
        return order;
    }
}
