using System.Text.Json.Serialization;

namespace Runtime.Tests.Limits;

[JsonSerializable(typeof(string))]
internal sealed partial class LimitJson : JsonSerializerContext;
