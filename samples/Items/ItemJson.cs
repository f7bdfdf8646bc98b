using System.Text.Json;
using RouteGen;

namespace Items;

/// <summary>Reads and writes items as JSON. Without a serializer, the native binary is smaller.</summary>
internal static class ItemJson
{
    private const int BodyBytesMax = 64 * 1024;

    internal static void Write(ResponseWriter w, Item item, int statusCode = Status.OK)
    {
        w.Header.Set("Content-Type", "application/json");
        w.WriteHeader(statusCode);
        // A ResponseWriter is a buffer writer, so the JSON is written without a copy.
        using var json = new Utf8JsonWriter(w);
        Write(json, item);
    }

    internal static void Write(ResponseWriter w, Item[] items)
    {
        w.Header.Set("Content-Type", "application/json");
        using var json = new Utf8JsonWriter(w);
        json.WriteStartArray();
        foreach (var item in items) Write(json, item);
        json.WriteEndArray();
    }

    /// <summary>Reads an item from the body of a request. If it is invalid, responds with 400 or 413 and returns null.</summary>
    internal static async ValueTask<ItemDraft?> ReadAsync(ResponseWriter w, Request r)
    {
        byte[] body;
        try
        {
            body = await r.Body.ReadAllBytesAsync(BodyBytesMax, r.Context.CancellationToken);
        }
        catch (MaxBytesException)
        {
            Http.Error(w, "the body is too long", Status.RequestEntityTooLarge);
            return null;
        }

        if (Parse(body) is { } draft) return draft;
        Http.Error(w, "expected an object with a \"name\" and an optional \"category\"", Status.BadRequest);
        return null;
    }

    /// <summary>Parses an object with a name, and ignores unknown members. Returns null for anything else.</summary>
    internal static ItemDraft? Parse(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        try
        {
            return ParseObject(ref json);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is thrown for a string that is not valid UTF-8 or contains a lone surrogate.
            return null;
        }
    }

    private static ItemDraft? ParseObject(ref Utf8JsonReader json)
    {
        string? name = null, category = "";
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isName = json.ValueTextEquals("name"u8);
            var isCategory = json.ValueTextEquals("category"u8);
            json.Read();
            // If the value is not a string, GetString returns null or throws.
            if (isName) name = json.GetString();
            else if (isCategory) category = json.GetString();
            else json.Skip();
        }

        // The reader throws if anything follows the object.
        json.Read();
        return string.IsNullOrEmpty(name) || category is null ? null : new ItemDraft(name, category);
    }

    private static void Write(Utf8JsonWriter json, Item item)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, item.Id);
        json.WriteString("name"u8, item.Draft.Name);
        json.WriteString("category"u8, item.Draft.Category);
        json.WriteEndObject();
    }
}
