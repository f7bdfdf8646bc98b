using System.Text.Json;
using RouteGen;

namespace Items;

/// <summary>Items as JSON. Written and read by hand, so that the native binary carries no serializer.</summary>
internal static class ItemJson
{
    private const int BodyBytesMax = 64 * 1024;

    internal static void Write(ResponseWriter w, Item item, int statusCode = Status.OK)
    {
        w.Header.Set("Content-Type", "application/json");
        w.WriteHeader(statusCode);
        // The answer is a buffer writer: no copy between the JSON and the bytes that are sent.
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

    /// <summary>Reads what a client says of an item; null: it said something else, and has been answered 400 or 413.</summary>
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
        Http.Error(w, "an object with a \"name\", and perhaps a \"category\", is expected", Status.BadRequest);
        return null;
    }

    /// <summary>An object with a name; null: something else. Members of other names are passed over.</summary>
    internal static ItemDraft? Parse(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        try
        {
            return ParseObject(ref json);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // The latter: a string that is not valid UTF-8, or half of a surrogate pair.
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
            // Of anything but a string, GetString makes null or throws.
            if (isName) name = json.GetString();
            else if (isCategory) category = json.GetString();
            else json.Skip();
        }

        // Nothing may follow the object: the reader throws if it does.
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
